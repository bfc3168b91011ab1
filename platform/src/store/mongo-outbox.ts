// What relays and sweepers do to commits on MongoDB: marking, claiming, counting.
import type { Collection, Filter } from 'mongodb';
import { asDone, uncover } from './mongo-covering.ts';
import type { Covering } from './mongo-covering.ts';
import { guarded } from './mongo-errors.ts';
import { markUpdates } from './mongo-marks.ts';
import type { OpenCovers } from './mongo-open-covers.ts';
import { NOW, unvalidated, withoutOutboxFields } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
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
/** What covers others waits as long as it does, whatever is left to do of itself. */
const SINCE = { $cond: [{ $isArray: '$covers' }, { $min: ['$at', NOW] }, { $min: due }] };
/** Reads what the partial index holds, and no other commit. */
const PENDING = [
  { $match: { pendingAt: { $exists: true } } },
  { $project: { since: { $map: { input: indices, as: 'index', in: waitsSince } }, covers: 1, at: 1 } },
  { $project: { since: SINCE, count: { $add: [1, { $size: { $ifNull: ['$covers', []] } }] } } },
  { $match: { since: { $ne: null } } },
  { $group: { _id: null, count: { $sum: '$count' }, oldest: { $min: '$since' } } },
  { $project: { count: 1, waitedMs: { $subtract: [NOW, '$oldest'] } } },
];

/** Not awaited by a majority: losing a mark only sends again. */
const LAZILY = { writeConcern: { w: 1 } };

/** So many commits whose others are missing are looked at in one go: they are what crashes and refused insertions left. */
const MOST_LACKING = 1_000;

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
}: MongoOutboxParts): Pick<CommitStore, 'markSent' | 'claimDue' | 'pending'> => {
  const look = dueCommits({ commits, covers });
  return {
    markSent: (marks) =>
      guarded(async () => {
        for (let next = covers.note(marks); next.length > 0; next = covers.written(next)) {
          // Who is covered no more needs what was left of it.
          const lazily = !next.some(({ cover }) => cover === 'covered') && LAZILY;
          await commits.bulkWrite(markUpdates(next), { ...unvalidated, ...lazily, ordered: false });
        }
      }),
    claimDue: (limit, leaseMs) =>
      guarded(async () => {
        const ids = await look(limit, leaseMs);
        if (ids.length === 0) return [];
        const claim = unique();
        // Whoever comes second finds them not due any more.
        const lease = { $set: { claim: { $literal: claim }, pendingAt: { $add: [NOW, leaseMs] } } };
        await commits.updateMany({ _id: { $in: ids }, ...DUE }, [lease], unvalidated);
        const mine = await commits.find({ _id: { $in: ids }, claim }, withoutOutboxFields).toArray();
        // What could be claimed has a state of its own, whatever this process knew.
        for (const { _id } of mine) covers.end(_id);
        return mine.map(asDone).sort((a, b) => ids.indexOf(a._id) - ids.indexOf(b._id));
      }),
    pending: () =>
      guarded(async () => {
        const [found] = await commits.aggregate<{ count: number; waitedMs: number }>(PENDING).toArray();
        return found
          ? { count: found.count, waitedMs: Math.max(0, found.waitedMs) }
          : { count: 0, waitedMs: 0 };
      }),
  };
};

/** Gives ids of what is due now, oldest first, each with an outbox state of its own. */
const dueCommits = ({ commits, covers }: Pick<MongoOutboxParts, 'commits' | 'covers'>) => {
  let lookedAt = -Infinity;
  const lookForMissing = async (leaseMs: number): Promise<void> => {
    if (performance.now() - lookedAt < leaseMs) return;
    lookedAt = performance.now();
    const lacking = await commits
      .find({ missing: { $exists: true } }, { projection: { missing: 1, at: 1 }, hint: 'missing' })
      .limit(MOST_LACKING)
      .toArray();
    const covering = lacking.map(({ _id: id, missing: others = [], at: dueAt }) => ({ id, others, dueAt }));
    if (covering.length > 0) await uncover(commits, covering);
  };
  const oldest = (query: Filter<StoredCommit>, limit: number) =>
    commits
      .find(query, { projection: { covers: 1, pendingAt: 1 } })
      .sort({ pendingAt: 1 })
      .limit(limit)
      .toArray();
  return async (limit: number, leaseMs: number): Promise<readonly string[]> => {
    await lookForMissing(leaseMs);
    if (!covers.hasRoom()) await endStale(commits, covers);
    const due = await oldest(DUE, limit);
    const covering = await openOf({ commits, covers }, due, limit);
    if (covering.length === 0) return due.map(({ _id }) => _id);
    await uncover(commits, covering);
    const known = covering.flatMap(({ id }) => covers.end(id) ?? []);
    if (known.length > 0) await commits.bulkWrite(markUpdates(known), { ...unvalidated, ...LAZILY });
    return (await oldest({ ...DUE, covers: { $exists: false } }, limit)).map(({ _id }) => _id);
  };
};

/** Those of the commits that cover others, as far as these are not known to be done; no more than make up what can be claimed now. */
const openOf = async (
  { commits, covers }: Pick<MongoOutboxParts, 'commits' | 'covers'>,
  due: readonly Pick<StoredCommit, '_id' | 'covers' | 'pendingAt'>[],
  limit: number,
): Promise<readonly Covering[]> => {
  const found: (Covering & { readonly isKnown: boolean })[] = [];
  let count = 0;
  for (const { _id: id, covers: stored, pendingAt: dueAt = 0 } of due) {
    if (!stored || count >= limit) continue;
    const known = covers.uncovering(id);
    const others = known ?? stored;
    found.push({ id, others, dueAt, isKnown: known !== undefined });
    count += 1 + others.length;
  }
  const unknown = found.filter(({ isKnown }) => !isKnown).map(({ id }) => id);
  if (unknown.length === 0) return found;
  // This process may have ended them since they were read, or just before: what is written is not seen at once by a majority.
  const still = await stillCovering(commits, unknown);
  return found.filter(({ id, isKnown }) => isKnown || still.has(id));
};

const stillCovering = async (
  commits: Collection<StoredCommit>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const query = { _id: { $in: [...ids] }, covers: { $exists: true } };
  const options = { projection: { _id: 1 }, readConcern: { level: 'local' as const } };
  return new Set((await commits.find(query, options).toArray()).map(({ _id }) => _id));
};

/** Other processes may have taken covers of this one away, when it was slow. */
const endStale = async (commits: Collection<StoredCommit>, covers: OpenCovers): Promise<void> => {
  const known = covers.covering();
  const still = await stillCovering(commits, known);
  for (const id of known) if (!still.has(id)) covers.end(id);
};
