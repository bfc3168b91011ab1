// Snapshots on MongoDB: written without waiting for a majority, because losing one costs time only.
import { MongoServerError } from 'mongodb';
import type { Collection, Db, Filter } from 'mongodb';
import { DUPLICATE_KEY, guarded } from './mongo-errors.ts';
import type { CommitStore, KeptSnapshot, Snapshot } from './store.ts';

interface StoredSnapshot extends Omit<Snapshot, 'stream'> {
  readonly _id: string;
}

/** In place of the schema versions of a snapshot that was thrown away. */
const DROPPED = 'dropped';
const kept = { schemaVersions: { $ne: DROPPED } };

/**
 * It was folded from durable events alone, so it is right even where the database forgets it again. Read like this, whoever has
 * written one sees it at once, however long the majority takes.
 */
const asWritten = { readConcern: { level: 'local' } } as const;

type Snapshots = Pick<CommitStore, 'snapshot' | 'snapshots' | 'saveSnapshot' | 'dropSnapshots'>;

export const mongoSnapshots = (db: Db): Snapshots => {
  const snapshots = db.collection<StoredSnapshot>('snapshots');
  return {
    snapshot: (stream) => guarded(() => find(snapshots, stream)),
    snapshots: (after, limit) => guarded(() => list(snapshots, after, limit)),
    saveSnapshot: (snapshot) => guarded(() => save(snapshots, snapshot)),
    dropSnapshots: () => guarded(() => drop(snapshots)),
  };
};

const find = async (snapshots: Collection<StoredSnapshot>, stream: string): Promise<Snapshot | undefined> => {
  const found = await snapshots.findOne({ _id: stream, ...kept }, asWritten);
  if (!found) return undefined;
  const { _id, ...rest } = found;
  return { stream: _id, ...rest };
};

const list = async (
  snapshots: Collection<StoredSnapshot>,
  after: string | undefined,
  limit: number,
): Promise<readonly KeptSnapshot[]> => {
  const pipeline = [
    { $match: { ...kept, ...(after !== undefined && { _id: { $gt: after } }) } },
    { $sort: { _id: 1 } },
    { $limit: limit },
    { $project: { _id: 0, stream: '$_id', version: 1, bytes: { $bsonSize: '$$ROOT' } } },
  ];
  return snapshots.aggregate<KeptSnapshot>(pipeline, asWritten).toArray();
};

/** Nothing is deleted: the next one takes its place, whatever its version. */
const drop = async (snapshots: Collection<StoredSnapshot>): Promise<number> => {
  const dropped = { $set: { schemaVersions: DROPPED, state: null } };
  return (await snapshots.updateMany(kept, dropped)).modifiedCount;
};

const save = async (snapshots: Collection<StoredSnapshot>, { stream, ...rest }: Snapshot): Promise<void> => {
  try {
    const { version, schemaVersions } = rest;
    const isOlder = [{ version: { $lt: version } }, { schemaVersions: { $ne: schemaVersions } }];
    const older: Filter<StoredSnapshot> = { _id: stream, $or: isOlder };
    await snapshots.replaceOne(older, rest, { upsert: true, writeConcern: { w: 1 } });
  } catch (error) {
    // The one that is there is as new: the upsert tried to insert a second one.
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
  }
};
