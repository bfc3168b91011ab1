// Where a feed on MongoDB stands: behind a change (its resume token), or at an instant of the replica set.
import { Timestamp } from 'mongodb';
import type { AggregateOptions, Collection, Db } from 'mongodb';
import { feedLost } from './mongo-feed-errors.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Position } from './store.ts';

const AT = /^at:(\d+)\.(\d+)$/;

/** Position of everything in the first reading but its last commit: whoever stops in between begins again. */
export const BEGIN = 'begin';

export const isBegin = (position: Position | undefined): position is undefined | typeof BEGIN =>
  position === undefined || position === BEGIN;

/** The position right behind an instant. */
export const behind = ({ t, i }: Timestamp): Position => `at:${t}.${i + 1}`;

/** How a change stream goes on from a position. */
export const resumption = (position: Position) => {
  const [, t, i] = AT.exec(position) ?? [];
  if (t && i && isHalf(t) && isHalf(i))
    return { startAtOperationTime: new Timestamp({ t: Number(t), i: Number(i) }) };
  if (/^[0-9A-F]+$/.test(position)) return { resumeAfter: { _data: position } };
  throw feedLost();
};

/** What the database's log says of an inserted commit. */
interface Change {
  readonly _id: { readonly _data: Position };
  readonly documentKey: { readonly _id: string };
  readonly fullDocument: StoredCommit;
}

/** Every insert behind a position, in the order of the log; of each its own position, and one part. */
export const insertsAfter = <Part extends 'documentKey' | 'fullDocument'>(
  commits: Collection<StoredCommit>,
  position: Position,
  part: Part,
  options: AggregateOptions,
) =>
  commits.aggregate<Pick<Change, '_id' | Part>>(
    [
      { $changeStream: resumption(position) },
      { $match: { operationType: 'insert' } },
      { $project: { [part]: 1 } },
    ],
    options,
  );

/** Of a timestamp: 32 bits. */
const isHalf = (digits: string): boolean => Number(digits) < 2 ** 32;

/** The instant of the last write that the primary knows, of a majority or not. */
export const currentTime = async (db: Db): Promise<Timestamp> =>
  (await db.command({ ping: 1 })).operationTime as Timestamp;

/** Waits until majority reads see everything up to an instant; else a first reading could miss the latest commits. */
export const settled = async (db: Db, time: Timestamp): Promise<void> => {
  const readConcern = { level: 'majority', afterClusterTime: time };
  await db.command({ find: 'commits', projection: { _id: 1 }, limit: 1, singleBatch: true, readConcern });
};
