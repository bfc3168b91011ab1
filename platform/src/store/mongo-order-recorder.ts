// Writes down the order of commits: as the log tells it, and by lamport where the log no longer reaches back.
import type { Collection, Db } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { feedError, isOvertaken } from './mongo-feed-errors.ts';
import { heardInsertions } from './mongo-heard.ts';
import type { HeardInsertions } from './mongo-heard.ts';
import { insertionsBehind } from './mongo-insertions.ts';
import type { Insertion, Insertions } from './mongo-insertions.ts';
import { repairOrder } from './mongo-order-repair.ts';
import { ORDER_PAGE } from './mongo-order.ts';
import type { MongoOrder, OrderEnd, OrderPage } from './mongo-order.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Position } from './store.ts';

const READ_AHEAD = 5 * ORDER_PAGE;
/** So often the end of the order is brought up to the end of the log while nothing is committed, or it would be lost. */
export const NOTE_EVERY_MS = 60_000;

export interface OrderRecorder {
  /**
   * Writes down what is new, at most `READ_AHEAD` commits; whether that was all that was durable at the call. One call at
   * a time. Several processes may do it at once: whose page comes second takes the one that is there for its own.
   */
  readonly record: () => Promise<boolean>;
  /** Writes down what a feed has read anyway, and reads the log itself only where that does not go on from the end of the order. */
  readonly recordHeard: () => Promise<boolean>;
  /** What a feed of this process reads from the log. */
  readonly heard: Pick<HeardInsertions, 'hear' | 'end'>;
  readonly close: () => Promise<void>;
}

interface RecorderParts {
  readonly db: Db;
  readonly commits: Collection<StoredCommit>;
  readonly order: MongoOrder;
}

export const orderRecorder = (parts: RecorderParts): OrderRecorder => {
  const { db, commits, order } = parts;
  let end: OrderEnd | undefined;
  let insertions: Insertions | undefined;
  /** Read from the log, and in no page yet. */
  let ahead: readonly Insertion[] = [];
  let notedAt = 0;
  const heard = heardInsertions();

  const stopReading = async (): Promise<void> => {
    const before = insertions;
    insertions = undefined;
    await before?.close().catch(() => undefined);
  };
  const startAnew = async (): Promise<void> => {
    [end, ahead] = [undefined, []];
    await stopReading();
  };
  /** Its commits are the next ones that were read, unless another process wrote it from a longer stretch of the log. */
  const takeIn = async ({ _id: page, ids, position }: OrderPage): Promise<boolean> => {
    if (!ids.every((id, n) => ahead[n]?.id === id)) {
      await startAnew();
      return false;
    }
    ahead = ahead.slice(ids.length);
    end = { page, position };
    notedAt = performance.now();
    return true;
  };
  /** Whether all of it stands there now. */
  const appendAhead = async (last: number): Promise<boolean> => {
    for (let page = last + 1; ahead.length > 0; page += 1)
      if (!(await takeIn(await order.append(pageOf(page, ahead.slice(0, ORDER_PAGE)))))) return false;
    return true;
  };
  const noteEnd = async (page: number, position: Position): Promise<void> => {
    if (performance.now() < notedAt + NOTE_EVERY_MS) return;
    await order.note({ page, position });
    notedAt = performance.now();
  };
  const recordNew = async (from: OrderEnd & { readonly position: Position }): Promise<boolean> => {
    insertions ??= insertionsBehind(db, commits, from.position, READ_AHEAD);
    ahead = await insertions.next(READ_AHEAD);
    const isAll = ahead.length < READ_AHEAD;
    if (ahead.length === 0) await noteEnd(from.page, insertions.position());
    return (await appendAhead(from.page)) && isAll;
  };

  const record = async (): Promise<boolean> => {
    try {
      end ??= await order.end();
      const { page, position } = end;
      if (position !== undefined) return await recordNew({ page, position });
    } catch (error) {
      await startAnew();
      if (isOvertaken(error)) return false;
      if (!isLost(error)) throw error;
    }
    await startAnew();
    await repairOrder(parts);
    return false;
  };

  return {
    record,
    recordHeard: async () => {
      const from = (end ??= await order.end());
      const news = from.position === undefined ? undefined : heard.behind(from.position);
      const isNoteDue = performance.now() >= notedAt + NOTE_EVERY_MS;
      if (!news || (news.length === 0 && isNoteDue)) return record();
      if (news.length === 0) return true;
      await stopReading(); // it stands at the end of before
      ahead = news;
      return appendAhead(from.page);
    },
    heard,
    close: startAnew,
  };
};

const pageOf = (page: number, insertions: readonly Insertion[]): OrderPage => ({
  _id: page,
  ids: insertions.map(({ id }) => id),
  position: insertions.at(-1)?.position ?? '',
});

const isLost = (error: unknown): boolean => {
  const meaning = feedError(error);
  return meaning instanceof PermanentError && meaning.code === 'FEED_LOST';
};
