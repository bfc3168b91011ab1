// The first commit of a batch keeps, for all of them, when sweepers should look: one mark says that all is sent, not one for each.
// A commit that is covered says nothing of that itself: it is pending as long as the one that covers it is.
import type { Collection } from 'mongodb';
import type { Commit } from './commit.ts';
import { asItIs, hidden, NOW } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';

export interface Covered {
  /** In the order of the batch. */
  readonly documents: readonly StoredCommit[];
  /** Those that are looked at together, in the order of the batch: the first of them covers the others. */
  readonly groups: readonly (readonly Commit[])[];
}

/** Not worth it for fewer: whoever looks at an outbox sees each commit by itself then. */
const FEWEST = 3;
/** Commits are looked at together that would be so close to each other, milliseconds. */
const WITHIN_MS = 500;

/**
 * How a batch is written. An ordered insertion makes nothing durable that is covered without what covers it. They are looked at when
 * the last of them would be: if the process dies, a timer of another one may come so much later.
 */
export const covered = (batch: readonly Commit[]): Covered => {
  const byInstant = Map.groupBy(batch.filter(isAble), ({ pendingAt = 0 }) =>
    Math.floor(pendingAt / WITHIN_MS),
  );
  const groups = [...byInstant.values()].filter(({ length }) => length >= FEWEST);
  const documents = new Map<Commit, StoredCommit>(groups.flatMap(written));
  return { documents: batch.map((commit) => documents.get(commit) ?? commit), groups };
};

/** Nothing of it is done, and it has messages: once they are sent it is said what is left of it, before a timer is due. */
const isAble = ({ pendingAt, sent, outbox }: Commit): boolean =>
  pendingAt !== undefined && sent.length === 0 && outbox.some(({ notBefore }) => notBefore === undefined);

const written = (group: readonly Commit[]): (readonly [Commit, StoredCommit])[] => {
  const pendingAt = Math.max(...group.map((commit) => commit.pendingAt ?? 0));
  const covers = group.slice(1).map(({ _id }) => _id);
  return group.map((commit, n) => [commit, n === 0 ? { ...commit, pendingAt, covers } : unsaid(commit)]);
};

const unsaid = ({ sent: _sent, pendingAt: _pendingAt, ...rest }: Commit): StoredCommit => rest;

/** Commits that were found, with what of each is sent: also of those that do not say it themselves. */
export const said = async (
  commits: Collection<StoredCommit>,
  found: readonly StoredCommit[],
): Promise<readonly Commit[]> => {
  const silent = found.filter(({ sent }) => sent === undefined).map(({ _id }) => _id);
  if (silent.length === 0) return found.map(asDone);
  const pendingAt = await whenCovered(commits, silent);
  // Whoever takes a cover away makes each of them say for itself what is left, before the cover goes.
  const rest = silent.filter((id) => !pendingAt.has(id));
  const query = { _id: { $in: rest }, sent: { $exists: true } };
  const since = new Map((await commits.find(query, hidden).toArray()).map((one) => [one._id, one]));
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
  const query = { covers: { $exists: true, $in: [...ids] } };
  const covering = await commits
    .find(query, { projection: { covers: 1, pendingAt: 1 }, hint: 'covering' })
    .toArray();
  return new Map(
    covering.flatMap(({ covers = [], pendingAt = 0 }) => covers.map((id) => [id, pendingAt] as const)),
  );
};

/** One that says nothing and is not covered any more is done. */
const asDone = (one: StoredCommit): Commit =>
  saysSo(one) ? one : { ...one, sent: one.outbox.map((_entry, index) => index) };

const saysSo = (one: StoredCommit): one is StoredCommit & Commit => one.sent !== undefined;

/** One that covers others, as a sweeper finds it. */
export type Covering = Pick<StoredCommit, '_id' | 'looked'> & { readonly covers: readonly string[] };

export const doesCover = <C extends Pick<StoredCommit, 'covers'>>(
  one: C,
): one is C & Pick<Covering, 'covers'> => one.covers !== undefined;

/**
 * From now on each commit that these cover says itself what is left of it, and is due. Where one is not there, the insertion may still be
 * underway: what covers it is looked at once more after the lease. Two processes may do this at once, and any of it may be done again.
 */
export const uncover = async (
  commits: Collection<StoredCommit>,
  covering: readonly Covering[],
  leaseMs: number,
): Promise<void> => {
  const query = { _id: { $in: covering.flatMap(({ covers }) => covers) } };
  const found = await commits.find(query, { projection: { _id: 1 } }).toArray();
  const there = new Set(found.map(({ _id }) => _id));
  const open = [{ $set: { sent: [], pendingAt: NOW } }];
  await commits.updateMany({ ...query, sent: { $exists: false } }, open, asItIs);
  const updates = covering.map(({ _id, covers, looked }) => {
    const missing = looked ? [] : covers.filter((id) => !there.has(id));
    const again = [{ $set: { covers: missing, looked: true, pendingAt: { $add: [NOW, leaseMs] } } }];
    const noMore = { $unset: { covers: true, looked: true } } as const;
    const update = missing.length > 0 ? again : noMore;
    return { updateOne: { filter: { _id, covers: { $exists: true } }, update } };
  });
  await commits.bulkWrite(updates, asItIs);
};
