// One commit, one document: everything that one message causes in one service.
import type { Message, Outgoing, Stamp } from '../decider/message.ts';
import type { RecordedEvent } from '../decider/decider.ts';

/** An outgoing message with the id it keeps over every re-send. */
export interface OutboxEntry extends Outgoing {
  readonly id: string;
}

/**
 * What was decided on: the message as it was validated, with its stamp, but for the three ids that the commit has itself.
 * Nothing that a decider may look at is missing, so that `decide` can be called again with the same argument.
 */
export type Input = Omit<Message & Stamp, 'id' | 'correlationId' | 'causationId'>;

/** What a decider was made with, as far as its decisions depend on it. */
export type DeciderSettings = Readonly<Record<string, number>>;

/** All instants are milliseconds since the epoch, by the database's clock. */
export interface Commit {
  /** Id of the message that caused it: the inbox is the unique index on it. */
  readonly _id: string;
  /** `<stream>@<version, 12 digits>` of every event; unique over all commits; left out when there are none. */
  readonly writes?: readonly string[];
  /**
   * `<stream>@<version, 12 digits>` of every stream that the decision read and did not write, with version 0 for one without
   * events; left out when there are none. With `writes` it says on which state of each stream this was decided.
   */
  readonly reads?: readonly string[];
  /** When it was decided; never before the last commit of a stream that it read, so that time runs forward in each. */
  readonly at: number;
  readonly lamport: number;
  readonly correlationId: string;
  readonly causationId: string;
  /** Random token of this write: tells our own document from one that another instance wrote for the same message. */
  readonly attempt: string;
  readonly input: Input;
  /** Left out when the decider has none. */
  readonly settings?: DeciderSettings;
  readonly events: readonly RecordedEvent[];
  readonly outbox: readonly OutboxEntry[];
  /** Indices into `outbox` that are done: confirmed by the broker, or a timer that fired or was dropped. */
  readonly sent: readonly number[];
  /** When a sweeper should look at what is not done yet; absent once everything is. */
  readonly pendingAt?: number;
}

export const inputOf = (message: Message & Stamp): Input => {
  const { id: _id, correlationId: _correlationId, causationId: _causationId, ...input } = message;
  return input;
};

/** The very message that `decide` was called with; the other argument is the streams' state before this commit. */
export const decidedOn = ({ _id, correlationId, causationId, input }: Commit): Message & Stamp => ({
  ...input,
  id: _id,
  correlationId,
  causationId,
});

const DIGITS = 12;

/** The element of `writes` for one event, and of `reads` for one stream. Versions sort as text. */
export const writeOf = (stream: string, version: number): string =>
  `${stream}@${String(version).padStart(DIGITS, '0')}`;

/** A version of a stream. */
export interface Written {
  readonly stream: string;
  readonly version: number;
}

/** From an element of `writes` or `reads` back to what it says. */
export const parseWrite = (write: string): Written => ({
  stream: write.slice(0, -(DIGITS + 1)),
  version: Number(write.slice(-DIGITS)),
});
