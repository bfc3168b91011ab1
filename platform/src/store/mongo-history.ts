// The raw history of commits on MongoDB, page by page: in the order that is written down, each as it is now.
import type { Collection, Db } from 'mongodb';
import { withOutboxState } from './mongo-covering.ts';
import { feedError } from './mongo-feed-errors.ts';
import { behind, currentTime } from './mongo-feed-position.ts';
import type { Insertion } from './mongo-insertions.ts';
import { mongoOrder } from './mongo-order.ts';
import { NOTE_EVERY_MS, orderRecorder } from './mongo-order-recorder.ts';
import { withoutOutboxFields } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { FeedPage, Position } from './store.ts';

/** Commits wait at most so long until their order is written down, if nobody asks for it before. */
const RECORD_WITHIN_MS = 1_000;

export interface WrittenPage extends FeedPage<StoredCommit> {
  /** Behind what was read, also where its last commit is gone; `undefined` where the order begins. */
  readonly end: Position | undefined;
  /** Nothing more is written down. */
  readonly isLast: boolean;
}

export interface MongoHistory {
  /** @throws PermanentError, code FEED_LOST, for a position that it never gave out. */
  readonly page: (after: Position | undefined, limit: number) => Promise<FeedPage>;
  /** What is written down by now. */
  readonly written: (after: Position | undefined, limit: number) => Promise<WrittenPage>;
  /** Writes down everything that is durable at the call; returns a position in the log up to which that is surely all. */
  readonly complete: () => Promise<Position>;
  /** There is something new to write down, before long. */
  readonly grown: () => void;
  /** What a feed reads from the log, right behind a position: it needs no second reading to be written down. */
  readonly heard: (after: Position, insertions: readonly Insertion[]) => void;
  /** The feed is over. */
  readonly unheard: () => void;
  readonly close: () => Promise<void>;
}

/** Before it is there, the order can be read on from where it ends, or is repaired. @throws errors of the driver */
export const mongoHistory = async (db: Db, commits: Collection<StoredCommit>): Promise<MongoHistory> => {
  const order = await mongoOrder(db);
  const recorder = orderRecorder({ db, commits, order });
  let isAllWanted = false;
  const recordNext = oneAtATime(() => {
    const all = isAllWanted;
    isAllWanted = false;
    return all ? recorder.record() : recorder.recordHeard();
  });
  const record = (): Promise<boolean> => {
    isAllWanted = true;
    return recordNext();
  };
  const later = timer();

  const recordSoon = (ms: number): void => {
    later.within(ms, () => {
      void recordNext().then(
        (isAll) => {
          recordSoon(isAll ? NOTE_EVERY_MS : 0);
        },
        () => {
          recordSoon(NOTE_EVERY_MS);
        },
      );
    });
  };
  const written = async (after: Position | undefined, limit: number): Promise<WrittenPage> => {
    const found = await order.read(after, limit);
    const page = await asTheyAreNow(commits, found);
    return { ...page, end: found.at(-1)?.position ?? after, isLast: found.length < limit };
  };
  const page = async (after: Position | undefined, limit: number): Promise<FeedPage> => {
    const found: WrittenPage['commits'][number][] = [];
    let isAll = false;
    for (let place = after; ;) {
      const { commits: more, end, isLast } = await written(place, limit - found.length);
      found.push(...more);
      place = end;
      if (found.length >= limit || (isAll && isLast)) return { commits: await withState(commits, found) };
      if (isLast) isAll = await record();
    }
  };

  await record();
  recordSoon(0);
  return {
    page: (after, limit) => page(after, limit).catch(explain),
    written: (after, limit) => written(after, limit).catch(explain),
    complete: async () => {
      const position = behind(await currentTime(db));
      while (!(await record()));
      return position;
    },
    grown: () => {
      recordSoon(RECORD_WITHIN_MS);
    },
    heard: (after, insertions) => {
      recorder.heard.hear(after, insertions);
      recordSoon(RECORD_WITHIN_MS);
    },
    unheard: recorder.heard.end,
    close: async () => {
      later.stop();
      await recorder.close();
    },
  };
};

const explain = (error: unknown): never => {
  throw feedError(error);
};

/** Work at the earliest instant that anybody asked for; it keeps no process running. */
const timer = () => {
  let due = Infinity;
  let waiting: NodeJS.Timeout | undefined;
  let stopped = false;
  const stop = () => {
    clearTimeout(waiting);
    due = Infinity;
  };
  return {
    within: (ms: number, work: () => void) => {
      const instant = performance.now() + ms;
      if (stopped || instant >= due) return;
      stop();
      due = instant;
      waiting = setTimeout(() => {
        due = Infinity;
        work();
      }, ms).unref();
    },
    stop: () => {
      stopped = true;
      stop();
    },
  };
};

const asTheyAreNow = async (
  commits: Collection<StoredCommit>,
  insertions: readonly Insertion[],
): Promise<FeedPage<StoredCommit>> => {
  if (insertions.length === 0) return { commits: [] };
  const ids = insertions.map(({ id }) => id);
  const present = await commits.find({ _id: { $in: ids } }, withoutOutboxFields).toArray();
  const byId = new Map(present.map((commit) => [commit._id, commit]));
  return {
    commits: insertions.flatMap(({ id, position }) => {
      const commit = byId.get(id);
      return commit ? [{ commit, position }] : [];
    }),
  };
};

const withState = async (
  commits: Collection<StoredCommit>,
  found: WrittenPage['commits'],
): Promise<FeedPage['commits']> => {
  const known = await withOutboxState(
    commits,
    found.map(({ commit }) => commit),
  );
  return found.flatMap(({ position }, n) => {
    const commit = known[n];
    return commit ? [{ commit, position }] : [];
  });
};
