// The first commit of a group keeps, for all of them, when sweepers should look: one mark says that all is sent, not one for each.
// A commit without an outbox state of its own is pending as long as another one names it in `covers` or `missing`, and done when none does.
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Commit } from './commit.ts';
import { NOW, unvalidated, withoutOutboxFields } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';

/** One that covers others, or some of whose others were not there yet. */
export interface Covering {
  readonly id: string;
  readonly others: readonly string[];
  /** When all of them are due, by the database's clock. */
  readonly dueAt: number;
}

/** An insertion that is underway is surely over then. */
const MOST_UNDERWAY_MS = 3_600_000;

/**
 * Commits as others know them: those that are covered with the state of what covers them.
 * @param found as they stand in the database, in any order; may have changed since
 */
export const withOutboxState = async (
  commits: Collection<StoredCommit>,
  found: readonly StoredCommit[],
): Promise<readonly Commit[]> => {
  const without = found.filter((one) => !hasOwnState(one)).map(({ _id }) => _id);
  if (without.length === 0) return found.map(asDone);
  const pendingAt = await whenCovered(commits, without);
  // Whoever takes a cover away gives each of them a state of its own before that.
  const rest = without.filter((id) => !pendingAt.has(id));
  const query = { _id: { $in: rest }, sent: { $exists: true } };
  const since = new Map(
    (await commits.find(query, withoutOutboxFields).toArray()).map((one) => [one._id, one]),
  );
  return found.map((one) => {
    const covered = pendingAt.get(one._id);
    if (covered !== undefined) return { ...one, sent: [], pendingAt: covered };
    return asDone(since.get(one._id) ?? one);
  });
};

/** Those that are covered now, and when they will be looked at. */
const whenCovered = async (
  commits: Collection<StoredCommit>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const among = { $exists: true, $in: [...ids] };
  const projection = { covers: 1, missing: 1, pendingAt: 1, at: 1 };
  const covering = await commits.find({ covers: among }, { projection, hint: 'covering' }).toArray();
  const lacking = await commits.find({ missing: among }, { projection, hint: 'missing' }).toArray();
  return new Map(
    [...covering, ...lacking].flatMap(({ covers = [], missing = [], pendingAt = 0, at }) => [
      ...covers.map((id) => [id, pendingAt] as const),
      ...missing.map((id) => [id, at] as const),
    ]),
  );
};

/** One that has no state and is not covered is done; one with a state is as it is. */
export const asDone = (one: StoredCommit): Commit =>
  hasOwnState(one) ? one : { ...one, sent: one.outbox.map((_entry, index) => index) };

const hasOwnState = (one: StoredCommit): one is StoredCommit & Commit => one.sent !== undefined;

/**
 * From now on each commit that these cover has a state of its own, and is due. One that is not there may still come, with an
 * insertion that is underway: it stays covered, until an hour after it was first missed. Two processes may do this at once, and any of it may be done again.
 */
export const uncover = async (
  commits: Collection<StoredCommit>,
  covering: readonly Covering[],
): Promise<void> => {
  const ids = covering.flatMap(({ others }) => others);
  const found = await commits.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const there = new Set(found.map(({ _id }) => _id));
  const open = covering.map(({ others, dueAt }): AnyBulkWriteOperation<StoredCommit> => ({
    updateMany: {
      filter: { _id: { $in: [...others] }, sent: { $exists: false } },
      update: { $set: { sent: [], pendingAt: dueAt } },
    },
  }));
  const ended = covering.map(({ id, others }): AnyBulkWriteOperation<StoredCommit> => {
    const missing = others.filter((other) => !there.has(other));
    return {
      updateOne: { filter: { _id: id }, update: missing.length > 0 ? coversStill(missing) : COVERS_NONE },
    };
  });
  // In this order, so that none of them is without any state in between.
  await commits.bulkWrite([...open, ...ended], { ...unvalidated, ordered: true });
};

const COVERS_NONE = { $unset: { covers: true, missing: true, missingUntil: true } } as const;

const coversStill = (missing: readonly string[]) => {
  const until = { $ifNull: ['$missingUntil', { $add: [NOW, MOST_UNDERWAY_MS] }] };
  const unlessOver = (value: unknown) => ({ $cond: [{ $gt: ['$missingUntil', NOW] }, value, '$$REMOVE'] });
  return [
    { $set: { covers: '$$REMOVE', missingUntil: until } },
    { $set: { missing: unlessOver({ $literal: missing }), missingUntil: unlessOver('$missingUntil') } },
  ];
};
