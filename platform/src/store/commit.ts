// One commit, one document: everything that one message causes in one service.
import type { Outgoing } from '../decider/message.ts';
import type { RecordedEvent } from '../decider/decider.ts';

/** An outgoing message with the id it keeps over every re-send. */
export interface OutboxEntry extends Outgoing {
  readonly id: string;
}

/** All instants are milliseconds since the epoch, by the database's clock. */
export interface Commit {
  /** Id of the message that caused it: the inbox is the unique index on it. */
  readonly _id: string;
  /** `<stream>@<version, 12 digits>` of every event; unique over all commits; left out when there are none. */
  readonly writes?: readonly string[];
  /** When it was decided; never before the last commit of a stream that it read, so that time runs forward in each. */
  readonly at: number;
  readonly lamport: number;
  readonly correlationId: string;
  readonly causationId: string;
  /** Random token of this write: tells our own document from one that another instance wrote for the same message. */
  readonly attempt: string;
  /** Type of the message that caused it; with `sagaId`, `step` and `operation` what a picture of the saga needs. */
  readonly cause: string;
  readonly sagaId?: string;
  readonly traceparent?: string;
  readonly fingerprint?: string;
  readonly events: readonly RecordedEvent[];
  readonly outbox: readonly OutboxEntry[];
  /** Indices into `outbox` that are done: confirmed by the broker, or a timer that fired or was dropped. */
  readonly sent: readonly number[];
  /** When a sweeper should look at what is not done yet; absent once everything is. */
  readonly pendingAt?: number;
}

const DIGITS = 12;

/** The element of `writes` for one event. Versions sort as text. */
export const writeOf = (stream: string, version: number): string =>
  `${stream}@${String(version).padStart(DIGITS, '0')}`;
