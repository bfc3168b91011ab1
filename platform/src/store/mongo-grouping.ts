// Which commits of a batch share one outbox state: see decision 42.
import type { Commit } from './commit.ts';
import type { StoredCommit } from './mongo-schema.ts';

export interface Grouped {
  /** In the order of the batch. */
  readonly documents: readonly StoredCommit[];
  /** Each in the order of the batch: the first one covers the others. */
  readonly groups: readonly (readonly Commit[])[];
}

/** Not worth it for fewer: whoever looks at an outbox sees each commit by itself then. */
const FEWEST = 3;
/** Time is cut into slots of so many milliseconds; a group is what sweepers would look at in one of them. */
const SLOT_MS = 500;

/**
 * How a batch is written. An ordered insertion makes nothing durable that is covered without what covers it. Sweepers look at a group when
 * they would look at the last one of it.
 */
export const groupOutboxes = (batch: readonly Commit[]): Grouped => {
  const slots = Map.groupBy(batch.filter(canShare), ({ pendingAt = 0 }) => Math.floor(pendingAt / SLOT_MS));
  const groups = [...slots.values()].filter(({ length }) => length >= FEWEST);
  const documents = new Map<Commit, StoredCommit>(groups.flatMap(written));
  return { documents: batch.map((commit) => documents.get(commit) ?? commit), groups };
};

/** It has something to send at once, and nothing is done yet. What is left of it is written into it before a timer of it is due. */
const canShare = ({ pendingAt, sent, outbox }: Commit): boolean =>
  pendingAt !== undefined && sent.length === 0 && outbox.some(({ notBefore }) => notBefore === undefined);

const written = (group: readonly Commit[]): (readonly [Commit, StoredCommit])[] => {
  const pendingAt = instantOf(group);
  const covers = group.slice(1).map(({ _id }) => _id);
  return group.map((commit, n) => [
    commit,
    n === 0 ? { ...commit, pendingAt, covers } : withoutState(commit),
  ]);
};

/** When sweepers look at a group, milliseconds by the database's clock. */
export const instantOf = (group: readonly Commit[]): number =>
  Math.max(...group.map(({ pendingAt = 0 }) => pendingAt));

const withoutState = ({ sent: _sent, pendingAt: _pendingAt, ...rest }: Commit): StoredCommit => rest;
