// What relays and sweepers do to commits on MongoDB: marking, claiming, counting.
import type { AnyBulkWriteOperation, Collection, Filter } from 'mongodb';
import { guarded } from './mongo-errors.ts';
import { doesCover, said, uncover } from './mongo-covering.ts';
import type { Covering } from './mongo-covering.ts';
import { asItIs, hidden, NOW } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { OpenCovers, WrittenMark } from './open-covers.ts';
import type { CommitStore } from './store.ts';

/** `$exists` makes the partial index usable; `$expr` compares with the database's clock. */
const DUE = { pendingAt: { $exists: true }, $expr: { $lte: ['$pendingAt', NOW] } };

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
  { $project: { since: { $map: { input: indices, as: 'index', in: waitsSince } }, covers: 1 } },
  { $project: { since: { $min: due }, count: { $add: [1, { $size: { $ifNull: ['$covers', []] } }] } } },
  { $match: { since: { $ne: null } } },
  { $group: { _id: null, count: { $sum: '$count' }, oldest: { $min: '$since' } } },
  { $project: { count: 1, waitedMs: { $subtract: [NOW, '$oldest'] } } },
];

export interface MongoOutboxParts {
  readonly commits: Collection<StoredCommit>;
  readonly covers: OpenCovers;
  /** Makes a token that nobody else has. */
  readonly unique: () => string;
}

export const mongoOutbox = ({
  commits,
  covers,
  unique,
}: MongoOutboxParts): Pick<CommitStore, 'markSent' | 'claimDue' | 'pending'> => ({
  // Not awaited by a majority: losing a mark only sends again.
  markSent: (marks) =>
    guarded(async () => {
      for (let next = covers.note(marks); next.length > 0; next = covers.written(next))
        await commits.bulkWrite(updatesOf(next), { ...asItIs, ordered: false, writeConcern: { w: 1 } });
    }),
  claimDue: (limit, leaseMs) =>
    guarded(async () => {
      const ids = await dueOf({ commits, covers }, limit, leaseMs);
      if (ids.length === 0) return [];
      const claim = unique();
      // Whoever comes second finds them not due any more.
      const lease = { $set: { claim: { $literal: claim }, pendingAt: { $add: [NOW, leaseMs] } } };
      await commits.updateMany({ _id: { $in: ids }, ...DUE }, [lease], asItIs);
      const mine = await commits.find({ _id: { $in: ids }, claim }, hidden).toArray();
      return said(
        commits,
        mine.sort((a, b) => ids.indexOf(a._id) - ids.indexOf(b._id)),
      );
    }),
  pending: () =>
    guarded(async () => {
      const [found] = await commits.aggregate<{ count: number; waitedMs: number }>(PENDING).toArray();
      return found
        ? { count: found.count, waitedMs: Math.max(0, found.waitedMs) }
        : { count: 0, waitedMs: 0 };
    }),
});

/** Ids of what is due now, oldest first. What covers others is due with all of them, and covers none when it is given. */
const dueOf = async (
  { commits, covers }: Pick<MongoOutboxParts, 'commits' | 'covers'>,
  limit: number,
  leaseMs: number,
): Promise<readonly string[]> => {
  const read = () =>
    commits
      .find(DUE, { projection: { covers: 1, looked: 1 } })
      .sort({ pendingAt: 1 })
      .limit(limit)
      .toArray();
  if (!covers.hasRoom()) await endTaken(commits, covers);
  let due = await read();
  const covering = due.filter(doesCover);
  if (covering.length > 0) {
    await uncover(commits, covering.map(openOf(covers)), leaseMs);
    due = (await read()).filter((one) => !doesCover(one));
  }
  return due.map(({ _id }) => _id);
};

/** Of one that this process knows, what it knows to be done is left out. */
const openOf =
  (known: OpenCovers) =>
  (one: Covering): Covering => ({ ...one, covers: known.end(one._id) ?? one.covers });

/** Other processes may have taken covers of this one away, when it was slow. */
const endTaken = async (commits: Collection<StoredCommit>, covers: OpenCovers): Promise<void> => {
  const known = covers.covering();
  const query = { _id: { $in: [...known] }, covers: { $exists: true } };
  const found = await commits.find(query, { projection: { _id: 1 } }).toArray();
  const still = new Set(found.map(({ _id }) => _id));
  for (const id of known) if (!still.has(id)) covers.end(id);
};

/** One update for all commits that are done and have as many entries, one for each that is not, in one round trip. */
const updatesOf = (marks: readonly WrittenMark[]): AnyBulkWriteOperation<StoredCommit>[] => {
  const done = Map.groupBy(
    marks.filter(({ pendingAt }) => pendingAt === undefined),
    ({ sent, endsCover = false }) => `${sent.length} ${endsCover}`,
  );
  const open = marks.filter(({ pendingAt }) => pendingAt !== undefined);
  return [
    ...[...done.values()].map((alike) => ({ updateMany: wholly(alike) })),
    ...open.map((mark) => ({ updateOne: { filter: filterOf([mark]), update: partly(mark) } })),
  ];
};

/** A mark of one commit alone does not reach one that covers others: who wrote it may not know of them. */
const filterOf = (alike: readonly WrittenMark[]): Filter<StoredCommit> => ({
  _id: { $in: alike.map(({ id }) => id) },
  ...(!alike[0]?.endsCover && { covers: { $exists: false } }),
});

/** Not made of what is there, which costs the database more: nothing that is marked is missing in it. */
const wholly = (alike: readonly WrittenMark[]) => ({
  filter: filterOf(alike),
  update: {
    $set: { sent: alike[0]?.sent ?? [] },
    $unset: { pendingAt: true, claim: true, covers: true },
  } as const,
});

const partly = ({ sent, pendingAt }: WrittenMark) => {
  const before = { $ifNull: ['$sent', []] };
  // One that is covered has no instant either, and says nothing of what is sent.
  const isDone = { $and: [{ $eq: [{ $type: '$pendingAt' }, 'missing'] }, { $isArray: '$sent' }] };
  const isAll = { $gte: [{ $size: '$sent' }, { $size: '$outbox' }] };
  return [
    {
      $set: {
        sent: { $sortArray: { input: { $setUnion: [before, [...sent]] }, sortBy: 1 } },
        pendingAt: { $cond: [isDone, '$$REMOVE', pendingAt] },
        covers: '$$REMOVE',
      },
    },
    { $set: { pendingAt: { $cond: [isAll, '$$REMOVE', '$pendingAt'] } } },
  ];
};
