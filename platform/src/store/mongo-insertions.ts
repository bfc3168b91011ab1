// What the database's log says of inserted commits, from one position on: read again and again, never waiting for more.
import type { Collection, Db } from 'mongodb';
import { feedLost } from './mongo-feed-errors.ts';
import { currentTime, hasReached, resumption, settled } from './mongo-feed-position.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Position } from './store.ts';

/** That a commit was inserted, and the position behind it. */
export interface Insertion {
  readonly id: string;
  readonly position: Position;
}

export interface Insertions {
  /**
   * The next ones, at most `limit`; fewer of them are all that were durable when this was called.
   * @throws PermanentError, code FEED_LOST, or an error of the driver with that meaning (`feedError`).
   */
  readonly next: (limit: number) => Promise<readonly Insertion[]>;
  /** Up to where the log is read: behind the last one that was given out, or later. */
  readonly position: () => Position;
  readonly close: () => Promise<void>;
}

interface Token {
  readonly _data: Position;
}
interface Change {
  readonly _id: Token;
  readonly documentKey: { readonly _id: string };
}

export const insertionsBehind = (
  db: Db,
  commits: Collection<StoredCommit>,
  position: Position,
  batchSize: number,
): Insertions => {
  const pipeline = [{ $match: { operationType: 'insert' } }, { $project: { documentKey: 1 } }];
  const options = { ...resumption(position), batchSize, maxAwaitTimeMS: 1 };
  const stream = commits.watch<StoredCommit, Change>(pipeline, options);
  const readUpTo = () => (stream.resumeToken as Token | null | undefined)?._data;

  return {
    next: async (limit) => {
      const time = await currentTime(db);
      await settled(db, time);
      const found: Insertion[] = [];
      while (found.length < limit) {
        const change = await stream.tryNext();
        if (change) found.push({ id: change.documentKey._id, position: change._id._data });
        else if (stream.closed)
          throw feedLost(); // such as by a drop of the collection, which the filter hides
        else if (hasReached(readUpTo(), time)) break;
      }
      return found;
    },
    position: () => readUpTo() ?? position,
    close: () => stream.close(),
  };
};
