// The commit store on MongoDB. One commit is one document, so one insert makes it atomic.
import { randomUUID } from 'node:crypto';
import { BSON } from 'mongodb';
import type { Collection, Db, Filter } from 'mongodb';
import { errorMessage } from '../decider/errors.ts';
import type { Commit } from './commit.ts';
import { withOutboxState } from './mongo-covering.ts';
import { bounded, guarded, outcomeOf } from './mongo-errors.ts';
import { mongoFeed } from './mongo-feed.ts';
import { mongoForgetting } from './mongo-forgetting.ts';
import { groupOutboxes } from './mongo-grouping.ts';
import { mongoHistory } from './mongo-history.ts';
import { openCovers } from './mongo-open-covers.ts';
import type { OpenCovers } from './mongo-open-covers.ts';
import { mongoOutbox } from './mongo-outbox.ts';
import { unlessRefused } from './mongo-refusals.ts';
import { prepareCommits, withoutOutboxFields } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { mongoSnapshots } from './mongo-snapshots.ts';
import { mongoStreams } from './mongo-streams.ts';
import type { CausalPosition, CommitStore, InsertResult } from './store.ts';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/**
 * Opens the store and makes collections and indexes where they are missing. `db` comes from `connectMongo`.
 * @throws PermanentError, code MONGO_ACCESS_REFUSED, MONGO_INDEX_DIFFERS, MONGO_HISTORY_DAMAGED or
 * MONGO_HISTORY_OLDER.
 * @throws TransientError, code STORE_UNAVAILABLE, while the database is away.
 */
export const mongoStore = (db: Db): Promise<CommitStore> =>
  guarded(async () => {
    const commits = await unlessRefused(() => prepareCommits(db));
    const history = await mongoHistory(db, commits);
    const feed = mongoFeed(commits, history);
    const covers = openCovers();
    return {
      insertOrdered: (batch) => {
        history.grown();
        return insertOrdered({ commits, covers }, batch);
      },
      find: (ids) =>
        guarded(async () =>
          withOutboxState(
            commits,
            await commits.find({ _id: { $in: [...ids] } }, withoutOutboxFields).toArray(),
          ),
        ),
      ...mongoStreams(commits),
      ...mongoSnapshots(db),
      ...mongoOutbox({ commits, covers, unique: randomUUID }),
      ...mongoForgetting(db, commits),
      now: () => guarded(async () => ((await db.command({ hello: 1 })).localTime as Date).getTime()),
      follow: (after, onPage, wanted) => Promise.resolve(feed.follow(after, onPage, wanted)),
      page: (after, limit) => guarded(() => history.page(after, limit)),
      correlated: (correlationId, after, limit) =>
        guarded(async () => {
          const query = { correlationId, ...behind(after) };
          const found = commits.find(query, { ...withoutOutboxFields, hint: 'correlation' });
          return withOutboxState(commits, await found.sort({ lamport: 1, _id: 1 }).limit(limit).toArray());
        }),
      close: async () => {
        await feed.close();
        await history.close();
      },
    };
  });

interface Inserting {
  readonly commits: Collection<StoredCommit>;
  readonly covers: OpenCovers;
}

const insertOrdered = async (parts: Inserting, batch: readonly Commit[]): Promise<InsertResult> => {
  const { commits, covers } = parts;
  if (batch.length === 0) return { status: 'inserted' };
  const { documents, groups } = covers.hasRoom() ? groupOutboxes(batch) : { documents: batch, groups: [] };
  groups.forEach(covers.add);
  try {
    await bounded(commits.insertMany([...documents], { ordered: true }));
    return { status: 'inserted' };
  } catch (error) {
    const outcome = outcomeOf(error);
    const there = new Set(outcome.status === 'failed' ? batch.slice(0, outcome.at) : []);
    for (const group of groups) {
      group.forEach(({ _id }) => covers.end(_id));
      covers.add(group.filter((commit) => there.has(commit)));
    }
    const at = outcome.status === 'unknown' ? batch.findIndex(cannotBeSent) : -1;
    return at < 0 ? outcome : insertUpTo(parts, batch, { at, error: errorMessage(error) });
  }
};

/** The driver refuses a whole batch, unsent, for one document that it cannot write. */
const insertUpTo = async (
  parts: Inserting,
  batch: readonly Commit[],
  { at, error }: { at: number; error: string },
): Promise<InsertResult> => {
  const prefix = await insertOrdered(parts, batch.slice(0, at));
  return prefix.status === 'inserted' ? { status: 'failed', at, reason: 'rejected', error } : prefix;
};

const cannotBeSent = (commit: Commit): boolean => {
  try {
    return BSON.calculateObjectSize(commit, { ignoreUndefined: true }) > MAX_DOCUMENT_BYTES;
  } catch {
    return true;
  }
};

const behind = (after: CausalPosition | undefined): Filter<StoredCommit> =>
  after === undefined
    ? {}
    : { $or: [{ lamport: { $gt: after.lamport } }, { lamport: after.lamport, _id: { $gt: after.id } }] };
