// Writes down the order of commits: as the log tells it, and by lamport where the log no longer reaches back.
import type { Collection, Db } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { feedError, isOvertaken } from './mongo-feed-errors.ts';
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

  const startAnew = async (): Promise<void> => {
    const before = insertions;
    [end, insertions, ahead] = [undefined, undefined, []];
    await before?.close().catch(() => undefined);
  };
  /** Its commits are the next ones that were read, unless another process wrote it from a longer stretch of the log. */
  const takeIn = async ({ _id: page, ids, position }: OrderPage): Promise<void> => {
    if (!ids.every((id, n) => ahead[n]?.id === id)) {
      await startAnew();
      return;
    }
    ahead = ahead.slice(ids.length);
    end = { page, position };
    notedAt = performance.now();
  };
  const noteEnd = async (page: number, position: Position): Promise<void> => {
    if (performance.now() < notedAt + NOTE_EVERY_MS) return;
    await order.note({ page, position });
    notedAt = performance.now();
  };
  const recordNew = async (from: OrderEnd & { readonly position: Position }): Promise<boolean> => {
    insertions ??= insertionsBehind(db, commits, from.position, READ_AHEAD);
    const source = insertions;
    ahead = await source.next(READ_AHEAD);
    const isAll = ahead.length < READ_AHEAD;
    if (ahead.length === 0) await noteEnd(from.page, source.position());
    for (let page = from.page + 1; ahead.length > 0; page += 1)
      await takeIn(await order.append(pageOf(page, ahead.slice(0, ORDER_PAGE))));
    return isAll && source === insertions;
  };

  return {
    record: async () => {
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
    },
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
