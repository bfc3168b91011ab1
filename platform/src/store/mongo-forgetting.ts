// Forgetting on MongoDB: with mongo-places the only code that deletes anything.
import type { Collection, Db } from 'mongodb';
import { noTombstone } from './forgetting.ts';
import type { Forgetting, Tombstone } from './forgetting.ts';
import { withOutboxState } from './mongo-covering.ts';
import { guarded } from './mongo-errors.ts';
import type { StoredCommit } from './mongo-schema.ts';

interface StoredTombstone extends Omit<Tombstone, 'correlationId'> {
  readonly _id: string;
}

/** What a dead process still deletes is under a tombstone: nothing new is ever committed there. */
export const mongoForgetting = (db: Db, commits: Collection<StoredCommit>): Forgetting => {
  const stones = db.collection<StoredTombstone>('tombstones');
  const snapshots = db.collection<{ readonly _id: string }>('snapshots');
  return {
    tombstones: (correlationIds) =>
      guarded(async () => {
        const found = await stones.find({ _id: { $in: [...correlationIds] } }).toArray();
        return found.map(shown);
      }),
    allTombstones: (after = '', limit) =>
      guarded(async () => {
        const behind = stones.find({ _id: { $gt: after } });
        return (await behind.sort({ _id: 1 }).limit(limit).toArray()).map(shown);
      }),
    forgottenUpTo: () => guarded(async () => (await stones.findOne({}, { sort: { endedAt: -1 } }))?.endedAt),
    keepTombstone: ({ correlationId: _id, ...rest }) =>
      guarded(async () => {
        await stones.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
      }),
    forget: (correlationId, streams) =>
      guarded(async () => {
        if (!(await stones.findOne({ _id: correlationId }))) throw noTombstone(correlationId);
        // Commits last: whoever does it again learns from them which streams there were.
        await snapshots.deleteMany({ _id: { $in: [...streams] } });
        const byCorrelation = { hint: 'correlation' };
        const covered = commits.find({ correlationId, sent: { $exists: false } }, byCorrelation);
        const known = await withOutboxState(commits, await covered.toArray());
        const pending = known.filter(({ pendingAt }) => pendingAt !== undefined).map(({ _id }) => _id);
        const nothingWaits = { ...IS_DONE, _id: { $nin: pending } };
        await commits.deleteMany({ correlationId, ...nothingWaits }, byCorrelation);
        return (await commits.countDocuments({ correlationId }, { ...byCorrelation, limit: 1 })) === 0;
      }),
  };
};

/** As far as it says so itself. One that covers others is not done before they are. */
const IS_DONE = { pendingAt: { $exists: false }, missing: { $exists: false } };

const shown = ({ _id, ...rest }: StoredTombstone): Tombstone => ({ correlationId: _id, ...rest });
