// The port to a service's own database: an append-only store of commits.
import type { RecordedEvent } from '../decider/decider.ts';
import type { Commit } from './commit.ts';
import type { Forgetting } from './forgetting.ts';

/**
 * What came of an ordered insert.
 * - `failed`: everything before `at` is durable, the document at `at` is refused for ever, nothing behind it was tried.
 *   `duplicate`: its `_id` or one of its `writes` is taken (look the `_id` up to tell which). `rejected`: the database
 *   will never take this document (too large, fails a validator).
 * - `unknown`: connection lost, timeout, write concern not met. Any prefix may be durable or may become so later.
 */
export type InsertResult =
  | { readonly status: 'inserted' }
  | {
      readonly status: 'failed';
      readonly at: number;
      readonly reason: 'duplicate' | 'rejected';
      readonly error: string;
    }
  | { readonly status: 'unknown'; readonly error: string };

/**
 * The events of one stream above a version, oldest first, each with the instant of its commit and in the shape of today
 * (see `schema-versions`), and the lamport of the last commit among them. Whole commits come as they are stored.
 */
export interface StreamSlice {
  readonly events: readonly (RecordedEvent & { readonly at: number })[];
  readonly lamport: number;
}

/** So many of the next events of a stream are told at once, or a few more. */
export const MOST_NEXT = 8;

/** The next events of a stream. `isWhole`: all that there are; else `load` goes on behind them. */
export interface Growth extends StreamSlice {
  readonly isWhole: boolean;
}

/** A folded state, kept to shorten loading. Losing one costs time only: the next long loading makes it again. */
export interface Snapshot {
  readonly stream: string;
  readonly version: number;
  readonly lamport: number;
  readonly at: number;
  /** Those of all events when it was folded (see `schemaVersions`). */
  readonly schemaVersions: string;
  readonly state: unknown;
}

/** What is kept of a stream, without the state itself. */
export interface KeptSnapshot {
  readonly stream: string;
  readonly version: number;
  /** How much room it takes. */
  readonly bytes: number;
}

/** Which outbox entries of a commit are done now; `pendingAt` left out when that is all of them. */
export interface SentMark {
  readonly id: string;
  readonly sent: readonly number[];
  readonly pendingAt?: number;
}

/** Where a feed or a reader of pages stands; opaque, plain JSON. */
export type Position = string;

export interface FeedPage<C extends FollowedCommit = Commit> {
  readonly commits: readonly { readonly commit: C; readonly position: Position }[];
}

/** Of a commit what read models are made of. */
export type FollowedCommit = Pick<Commit, '_id' | 'at' | 'correlationId' | 'events'> & {
  readonly input: Pick<Commit['input'], 'type' | 'time'>;
};

export interface FollowedPage extends FeedPage<FollowedCommit> {
  /** Behind everything that was read for the page, also what was not wanted. */
  readonly upTo: Position;
  /** How many commits were read for it. */
  readonly read: number;
}

/** What a feed knows of a commit before it reads it; `writes`: as in `Commit`, empty without any. */
export interface Inserted {
  readonly id: string;
  readonly writes: readonly string[];
}

/** Asked for each page before its commits are read: the ids of those that are wanted. The others need not be read. */
export type Wanted = (insertions: readonly Inserted[]) => Promise<readonly string[]>;

/** The commit behind which a page of one correlation goes on. */
export interface CausalPosition {
  readonly lamport: number;
  readonly id: string;
}

export interface Feed {
  /** Rejects when the feed ends for any reason but `close()`; a lost position is a `PermanentError`, code FEED_LOST. */
  readonly ended: Promise<void>;
  /** Resolves when all that was there at the call of `follow` has been taken by `onPage`; never if the feed ends before. */
  readonly caughtUp: Promise<void>;
  close(): Promise<void>;
}

/**
 * Every method but `insertOrdered` rejects with `TransientError` (code STORE_UNAVAILABLE) while the database is away.
 * Reads are majority reads from the primary, but for those of snapshots, which see what was written last.
 */
export interface CommitStore extends Forgetting {
  insertOrdered(commits: readonly Commit[]): Promise<InsertResult>;
  /** Those of the commits that exist, in any order. */
  find(ids: readonly string[]): Promise<readonly Commit[]>;
  /** Those of the streams that have an event above a version, any event unless told, with what they have there, as it was at the call or later. */
  grown(streams: readonly string[], above?: (stream: string) => number): Promise<ReadonlyMap<string, Growth>>;
  /** The rest of one stream above `afterVersion`: all of it, or up to a version. */
  load(stream: string, afterVersion: number, upTo?: number): Promise<StreamSlice>;
  snapshot(stream: string): Promise<Snapshot | undefined>;
  /** All that there are, by stream; `after`: the stream of the last one of the page before. */
  snapshots(after: string | undefined, limit: number): Promise<readonly KeptSnapshot[]>;
  /** Keeps the newest; an older one than what is there changes nothing, if that is of the same schema versions. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /** Throws all of them away; resolves with how many there were. */
  dropSnapshots(): Promise<number>;
  /** Lazy and idempotent; never un-marks what is marked already. */
  markSent(marks: readonly SentMark[]): Promise<void>;
  /**
   * At most `limit` commits whose `pendingAt` has passed by the database's clock, oldest first; each now has
   * `pendingAt` = now + `leaseMs`, so that no other instance gets it meanwhile.
   */
  claimDue(limit: number, leaseMs: number): Promise<readonly Commit[]>;
  /**
   * The outbox as an operator sees it: commits with a message that is not confirmed or a timer that is due, and for how
   * many milliseconds the oldest of these waits, a message since its commit, a timer since it was due; 0 without any.
   */
  pending(): Promise<{ readonly count: number; readonly waitedMs: number }>;
  /** The database's clock, milliseconds since the epoch. */
  now(): Promise<number>;
  /**
   * Follows all commits in the order in which the database made them durable; without `after`, from the first commit
   * ever (then possibly some of them twice). `onPage` is awaited before the next page is taken. Also goes on from a
   * position of `page`, in the same way as from the first commit. All commits are wanted unless told; while what was there
   * at the call is read, also those that are not may come.
   */
  follow(
    after: Position | undefined,
    onPage: (page: FollowedPage) => Promise<void>,
    wanted?: Wanted,
  ): Promise<Feed>;
  /**
   * One page of the same order, with the present state of each commit. It holds fewer than `limit` only where it has
   * everything that was durable at the call. The order stays for ever, each commit behind what caused it; where the log of
   * the database was lost before the order could be written down, it is that of `correlated`.
   * @throws PermanentError, code FEED_LOST, for a position that no page gave out.
   */
  page(after: Position | undefined, limit: number): Promise<FeedPage>;
  /**
   * At most `limit` commits of one correlation as they are now, found by an index: by lamport, so that each comes behind
   * what caused it, and by id where that is equal.
   */
  correlated(
    correlationId: string,
    after: CausalPosition | undefined,
    limit: number,
  ): Promise<readonly Commit[]>;
  close(): Promise<void>;
}
