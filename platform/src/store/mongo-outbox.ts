// What relays and sweepers do to commits on MongoDB: marking, claiming, counting.
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { guarded } from './mongo-errors.ts';
import { withoutClaim } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { CommitStore, SentMark } from './store.ts';

/** The database's own clock, as the milliseconds that commits carry. */
const NOW = { $toLong: '$$NOW' };
/** `$exists` makes the partial index usable; `$expr` compares with the database's clock. */
const DUE = { pendingAt: { $exists: true }, $expr: { $lte: ['$pendingAt', NOW] } };

/** The commit was checked when it was inserted; to check all of it at each mark costs the database a tenth of what commits cost it. */
const asItIs = { bypassDocumentValidation: true };

const undoneEntry = { $arrayElemAt: ['$outbox', '$$index'] };
/**
 * Since when the entry at `$$index` waits; nothing if it is done. A message waits at once, also where the service that
 * committed it took the database's clock for a faster one than it is.
 */
const waitsSince = {
  $cond: [
    { $in: ['$$index', '$sent'] },
    null,
    { $ifNull: [{ $getField: { field: 'notBefore', input: undoneEntry } }, { $min: ['$at', NOW] }] },
  ],
};
const indices = { $range: [0, { $size: '$outbox' }] };
const due = {
  $filter: { input: '$since', cond: { $and: [{ $ne: ['$$this', null] }, { $lte: ['$$this', NOW] }] } },
};
/** Reads what the partial index holds, and no other commit. */
const PENDING = [
  { $match: { pendingAt: { $exists: true } } },
  { $project: { since: { $map: { input: indices, as: 'index', in: waitsSince } } } },
  { $project: { since: { $min: due } } },
  { $match: { since: { $ne: null } } },
  { $group: { _id: null, count: { $sum: 1 }, oldest: { $min: '$since' } } },
  { $project: { count: 1, waitedMs: { $subtract: [NOW, '$oldest'] } } },
];

/** `unique` makes a token that nobody else has. */
export const mongoOutbox = (
  commits: Collection<StoredCommit>,
  unique: () => string,
): Pick<CommitStore, 'markSent' | 'claimDue' | 'pending'> => ({
  // Not awaited by a majority: losing a mark only sends again.
  markSent: (marks) =>
    guarded(async () => {
      if (marks.length === 0) return;
      await commits.bulkWrite(updatesOf(marks), { ...asItIs, ordered: false, writeConcern: { w: 1 } });
    }),
  claimDue: (limit, leaseMs) =>
    guarded(async () => {
      const due = await commits
        .find(DUE, { projection: { _id: 1 } })
        .sort({ pendingAt: 1 })
        .limit(limit)
        .toArray();
      if (due.length === 0) return [];
      const ids = due.map(({ _id }) => _id);
      const claim = unique();
      // Whoever comes second finds them not due any more.
      const lease = { $set: { claim: { $literal: claim }, pendingAt: { $add: [NOW, leaseMs] } } };
      await commits.updateMany({ _id: { $in: ids }, ...DUE }, [lease], asItIs);
      const mine = await commits.find({ _id: { $in: ids }, claim }, withoutClaim).toArray();
      return mine.sort((a, b) => ids.indexOf(a._id) - ids.indexOf(b._id));
    }),
  pending: () =>
    guarded(async () => {
      const [found] = await commits.aggregate<{ count: number; waitedMs: number }>(PENDING).toArray();
      return found
        ? { count: found.count, waitedMs: Math.max(0, found.waitedMs) }
        : { count: 0, waitedMs: 0 };
    }),
});

/** One update for all commits that are done and have as many entries, one for each that is not, in one round trip. */
const updatesOf = (marks: readonly SentMark[]): AnyBulkWriteOperation<StoredCommit>[] => {
  const done = Map.groupBy(
    marks.filter(({ pendingAt }) => pendingAt === undefined),
    ({ sent }) => sent.length,
  );
  const open = marks.filter(({ pendingAt }) => pendingAt !== undefined);
  return [
    ...[...done.values()].map((alike) => ({ updateMany: wholly(alike) })),
    ...open.map((mark) => ({ updateOne: { filter: { _id: mark.id }, update: partly(mark) } })),
  ];
};

/** Not made of what is there, which costs the database more: nothing that is marked is missing in it. */
const wholly = (alike: readonly SentMark[]) => ({
  filter: { _id: { $in: alike.map(({ id }) => id) } },
  update: { $set: { sent: alike[0]?.sent ?? [] }, $unset: { pendingAt: true, claim: true } } as const,
});

const partly = ({ sent, pendingAt }: SentMark) => {
  const nothingLeft = {
    $or: [
      { $eq: [{ $type: '$pendingAt' }, 'missing'] },
      { $gte: [{ $size: '$sent' }, { $size: '$outbox' }] },
    ],
  };
  return [
    { $set: { sent: { $sortArray: { input: { $setUnion: ['$sent', [...sent]] }, sortBy: 1 } } } },
    { $set: { pendingAt: { $cond: [nothingLeft, '$$REMOVE', pendingAt] } } },
  ];
};
