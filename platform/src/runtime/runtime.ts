// The runtime of one service: from message to durable commit to published messages.
import type { Handle } from './handler.ts';

/** A queue that the service consumes. */
export interface QueueConsumption {
  readonly queue: string;
  /** Most unacked deliveries. */
  readonly prefetch: number;
}

export interface RuntimeLimits {
  /** Most commits in one batch. */
  readonly batchSize: number;
  /** Most unconfirmed publishes. */
  readonly publishWindow: number;
  /** How long a fresh commit is left to the fast path at least before a sweeper may look at it. */
  readonly graceMs: number;
  /** How long a sweeper's claim on a commit holds. */
  readonly leaseMs: number;
  /** Longest time between two sweeps. */
  readonly sweepMs: number;
  /** How long after its end everything is kept at least; left out: for ever. */
  readonly retentionMs?: number | undefined;
}

export const defaultLimits: RuntimeLimits = {
  batchSize: 100,
  publishWindow: 100,
  graceMs: 1_000,
  leaseMs: 10_000,
  sweepMs: 1_000,
};

export interface Runtime {
  /**
   * For HTTP; messages from queues come in by themselves. @throws as `Handle`; TransientError, code OVERLOADED, while
   * 5,000 messages wait: then nothing was kept of it.
   */
  readonly handle: Handle;
  /** Stops and restarts taking from one queue, e.g. while more is under way than can be finished. */
  readonly pause: (queue: string) => Promise<void>;
  readonly resume: (queue: string) => Promise<void>;
  /** Handles a dead letter's bytes again, through the same checks as a delivery; idempotent. @throws PermanentError, code POISON or EXPIRED */
  readonly replay: (bytes: Uint8Array) => Promise<void>;
  readonly ready: () => { readonly ok: boolean; readonly detail: string };
  readonly start: () => Promise<void>;
  /** Stops consuming, finishes or drops what is in flight within 10 s, flushes the relay and the marks. */
  readonly stop: () => Promise<void>;
}
