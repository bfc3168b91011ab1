// A feed over a list that only grows: followers wake up when it has grown.
import { PermanentError } from '../decider/errors.ts';
import type { Commit } from './commit.ts';
import type { Feed, FollowedPage, Position, Wanted } from './store.ts';

const PAGE = 200;

export interface MemoryFeed {
  /** Keeps it as it is: it must not change. */
  append(commit: Commit): void;
  /** From now on it never was there; all positions stay as they are. */
  remove(ids: ReadonlySet<string>): void;
  follow(after: Position | undefined, onPage: (page: FollowedPage) => Promise<void>, wanted?: Wanted): Feed;
  /** The ids of at most `limit` commits behind a position, with the position of each. */
  list(after: Position | undefined, limit: number): readonly { id: string; position: Position }[];
  close(): void;
}

export const memoryFeed = (): MemoryFeed => {
  /** A place stays empty where a commit was forgotten. */
  const log: (Commit | undefined)[] = [];
  const wakers = new Set<() => void>();
  const closers = new Set<() => void>();
  const wakeAll = () => {
    const waiting = [...wakers];
    wakers.clear();
    for (const wake of waiting) wake();
  };
  const grown = () => new Promise<void>((resolve) => void wakers.add(resolve));

  const slice = (from: number, limit: number) => {
    const found: { readonly commit: Commit; readonly position: Position }[] = [];
    for (let n = from; n < log.length && found.length < limit; n += 1) {
      const commit = log[n];
      if (commit) found.push({ commit, position: String(n + 1) });
    }
    return found;
  };

  return {
    append: (commit) => {
      log.push(commit);
      wakeAll();
    },
    remove: (ids) => {
      for (const [n, commit] of log.entries()) if (commit && ids.has(commit._id)) log[n] = undefined;
    },
    follow: (after, onPage, wanted) => {
      let closed = false;
      const close = () => {
        closed = true;
        closers.delete(close);
        wakeAll();
      };
      const isClosed = () => closed;
      const { promise: caughtUp, resolve: catchUp } = Promise.withResolvers<undefined>();
      const run = async () => {
        await Promise.resolve();
        let next = indexOf(after, log.length);
        while (!isClosed()) {
          const commits = slice(next, PAGE);
          next = Number(commits.at(-1)?.position ?? log.length);
          if (commits.length === 0) {
            catchUp(undefined);
            await grown();
            continue;
          }
          const left = await wantedOf(commits, wanted);
          if (!isClosed()) await onPage({ commits: left, upTo: String(next), read: commits.length });
        }
      };
      closers.add(close);
      const ended = run().finally(() => closers.delete(close));
      ended.catch(() => undefined); // whoever follows may look at it later
      return {
        ended,
        caughtUp,
        close: () => {
          close();
          return Promise.resolve();
        },
      };
    },
    list: (after, limit) =>
      slice(indexOf(after, log.length), limit).map(({ commit, position }) => ({ id: commit._id, position })),
    close: () => {
      for (const close of closers) close();
    },
  };
};

type Placed = readonly { readonly commit: Commit; readonly position: Position }[];

const wantedOf = async (commits: Placed, wanted: Wanted | undefined): Promise<Placed> => {
  if (!wanted) return commits;
  const insertions = commits.map(({ commit: { _id: id, writes = [] } }) => ({ id, writes }));
  const ids = new Set(await wanted(insertions));
  return commits.filter(({ commit }) => ids.has(commit._id));
};

const indexOf = (position: Position | undefined, length: number): number => {
  if (position === undefined) return 0;
  const index = Number(position);
  if (Number.isInteger(index) && index >= 0 && index <= length) return index;
  throw new PermanentError(
    'FEED_LOST',
    'The feed knows no such position; what was built from it must start anew.',
  );
};
