// Where a feed on MongoDB stands: behind a change (its resume token), or at an instant of the replica set.
import { Timestamp } from 'mongodb';
import type { AggregateOptions, Collection, Db } from 'mongodb';
import { feedLost } from './mongo-feed-errors.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Position } from './store.ts';

const AT = /^at:(\d+)\.(\d+)$/;

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
  readonly fullDocument: Pick<StoredCommit, 'writes'>;
}

/** The ids of all that was inserted behind a position and what it writes, in the order of the log, each with its own position. */
export const insertsAfter = (
  commits: Collection<StoredCommit>,
  position: Position,
  options: AggregateOptions,
) =>
  commits.aggregate<Change>(
    [
      { $changeStream: resumption(position) },
      { $match: { operationType: 'insert' } },
      { $project: { 'documentKey._id': 1, 'fullDocument.writes': 1 } },
    ],
    options,
  );

/**
 * Positions in the order of the log, as text. A token begins with its instant (MongoDB's KeyString: the type, 0x82, and the halves of
 * the timestamp, highest byte first); the position right behind an instant comes before all tokens of what follows.
 */
export const sortable = (position: Position): string => {
  const [, t, i] = AT.exec(position) ?? [];
  return t && i ? beginning({ t: Number(t), i: Number(i) }) : position;
};

/** Whether a token is of an instant or a later one. */
export const hasReached = (token: Position | undefined, instant: Pick<Timestamp, 't' | 'i'>): boolean =>
  token !== undefined && token >= beginning(instant);

const beginning = ({ t, i }: Pick<Timestamp, 't' | 'i'>): string => `82${hexOf(t)}${hexOf(i)}`;

const hexOf = (half: number): string => half.toString(16).toUpperCase().padStart(8, '0');

/** Of a timestamp: 32 bits. */
const isHalf = (digits: string): boolean => Number(digits) < 2 ** 32;

/** The instant of the last write that the primary knows, of a majority or not. */
export const currentTime = async (db: Db): Promise<Timestamp> =>
  (await db.command({ ping: 1 })).operationTime as Timestamp;

/** Waits until majority reads see everything up to an instant; else a reading could miss the latest commits. */
export const settled = async (db: Db, time: Timestamp): Promise<void> => {
  const readConcern = { level: 'majority', afterClusterTime: time };
  await db.command({ find: 'commits', projection: { _id: 1 }, limit: 1, singleBatch: true, readConcern });
};

interface Batches<T> {
  next(): Promise<T | null>;
  readBufferedDocuments(): T[];
}

/** Waits for a document and takes all that came with it; nothing: the cursor is over. */
export const nextBatch = async <T>(cursor: Batches<T>): Promise<T[]> => {
  const first = await cursor.next();
  return first === null ? [] : [first, ...cursor.readBufferedDocuments()];
};
