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

/** What a dead process still deletes is under a tombstone: nothing is decided anew there. */
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
        const byCorrelation = { hint: 'correlation' };
        const there = await commits.find({ correlationId }, byCorrelation).toArray();
        if (there.some(mayWait) || (await withOutboxState(commits, there)).some(mayWait)) return false;
        // Commits last: whoever does it again learns from them which streams there were.
        await snapshots.deleteMany({ _id: { $in: [...streams] } });
        // Those that were seen: one that came in between may have to be sent.
        await commits.deleteMany({ _id: { $in: there.map(({ _id }) => _id) }, ...HAS_NOTHING_TO_SEND });
        return (await commits.countDocuments({ correlationId }, { ...byCorrelation, limit: 1 })) === 0;
      }),
  };
};

/** Something of it, or of a commit that it covers, may have to be sent. */
const mayWait = ({ pendingAt, missing }: Pick<StoredCommit, 'pendingAt' | 'missing'>): boolean =>
  pendingAt !== undefined || missing !== undefined;

const HAS_NOTHING_TO_SEND = { pendingAt: { $exists: false }, missing: { $exists: false } };

const shown = ({ _id, ...rest }: StoredTombstone): Tombstone => ({ correlationId: _id, ...rest });
