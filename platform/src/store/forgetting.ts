// The port by which commits go for good, and what stays of them.
import { PermanentError } from '../decider/errors.ts';
import type { Commit, Input } from './commit.ts';

/** What is left of the commit of a request: enough to answer whoever repeats it as the commit did. */
export interface Answered {
  /** Of the commit, and of the request. */
  readonly _id: string;
  readonly input: Pick<Input, 'type' | 'fingerprint'>;
}

/** That all commits of one correlation were forgotten; it stays for ever. Instants in milliseconds by the database's clock. */
export interface Tombstone {
  readonly correlationId: string;
  /** When the last of the commits was decided, or its message sent, should that be later by the sender's clock. */
  readonly endedAt: number;
  readonly forgottenAt: number;
  /** How many there were. */
  readonly commits: number;
  /** Those of requests by HTTP, which have no age and may come again at any time. */
  readonly requests: readonly Answered[];
}

/** All methods reject with `TransientError` (code STORE_UNAVAILABLE) while the database is away. */
export interface Forgetting {
  /** Of those of the correlations that were forgotten. */
  tombstones(correlationIds: readonly string[]): Promise<readonly Tombstone[]>;
  /** Ascending by correlation; `after` is the last one of the page before. */
  allTombstones(after: string | undefined, limit: number): Promise<readonly Tombstone[]>;
  /** The greatest `endedAt` of all; nothing if nothing was ever forgotten. */
  forgottenUpTo(): Promise<number | undefined>;
  /** Durable when it resolves. Of two for one correlation the first one stays. */
  keepTombstone(tombstone: Tombstone): Promise<void>;
  /**
   * Deletes all commits of one correlation and the snapshots of these streams, which must be of this correlation alone; nothing while
   * one of these commits is pending, or another one may be because of it. May be called again, and then deletes what is left. Feeds
   * and pages go on without them. Resolves with whether no commit is left.
   * @throws PermanentError, code NO_TOMBSTONE, before there is one.
   */
  forget(correlationId: string, streams: readonly string[]): Promise<boolean>;
}

export const noTombstone = (correlationId: string): PermanentError =>
  new PermanentError('NO_TOMBSTONE', `nothing would be left that knows ${correlationId}`);

/** By the sender's clock, too: so a message is refused from when its commit may go, however far the clocks are apart. */
export const newestInstantOf = ({ at, input }: Commit): number => Math.max(at, Date.parse(input.time));

/**
 * From when on nobody has to do anything with this commit, milliseconds since the epoch. Its timers count until they come due, done or
 * not: whoever stands still with one in hand finds the commits that it was decided on for a retention more.
 */
export const overSince = (commit: Commit): number =>
  Math.max(newestInstantOf(commit), ...commit.outbox.map(({ notBefore = 0 }) => notBefore));

export const answeredBy = ({ _id, input: { type, fingerprint } }: Commit): Answered => ({
  _id,
  input: { type, ...(fingerprint !== undefined && { fingerprint }) },
});
