// The one document that makes a decision durable: events, inbox and outbox of a message.
import { MOST_MESSAGE_BYTES } from '../bus/bus.ts';
import type { Decision, NewEvent, RecordedEvent } from '../decider/decider.ts';
import { PermanentError } from '../decider/errors.ts';
import type { Message, Stamp } from '../decider/message.ts';
import type { Commit, OutboxEntry } from '../store/commit.ts';
import { writeOf } from '../store/commit.ts';
import { outgoingId } from './message-ids.ts';
import type { Ids } from './ports.ts';

/** Whose document it is; a sweeper looks at it from `graceMs` on, milliseconds. */
export interface Origin {
  readonly ids: Ids;
  readonly service: string;
  readonly graceMs: number;
}

/** What it is made of. */
export interface Ingredients {
  readonly decision: Decision;
  /** The streams as they were when it was decided, by name. */
  readonly folded: Readonly<Record<string, { readonly version: number }>>;
  readonly lamport: number;
}

/** @throws PermanentError, code POISON, if it is larger than a message may be; Error if it writes to a stream it did not name. */
export const commitOf = (
  { ids, service, graceMs }: Origin,
  message: Message & Stamp,
  { decision, folded, lamport }: Ingredients,
): Commit => {
  const events = recorded(decision.events, folded);
  const outbox = decision.messages.map((sent, n) => ({ ...sent, id: outgoingId(ids, service, message, n) }));
  const { sagaId, traceparent, fingerprint, receivedAt: at } = message;
  const pendingAt = firstLookAt(outbox, at + graceMs);
  const commit = {
    _id: message.id,
    ...(events.length > 0 && { writes: events.map(({ stream, version }) => writeOf(stream, version)) }),
    at,
    lamport,
    correlationId: message.correlationId,
    causationId: message.causationId,
    attempt: ids.unique(),
    cause: message.type,
    ...(sagaId !== undefined && { sagaId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(fingerprint !== undefined && { fingerprint }),
    events,
    outbox,
    sent: [],
    ...(pendingAt !== undefined && { pendingAt }),
  };
  if (isTooLarge(JSON.stringify(commit)))
    throw new PermanentError(
      'POISON',
      `what ${message.type} causes is larger than ${MOST_MESSAGE_BYTES} bytes`,
    );
  return commit;
};

/** When a sweeper should first look: after the grace for messages, when due for timers, never for an empty outbox. */
const firstLookAt = (outbox: readonly OutboxEntry[], afterGrace: number): number | undefined =>
  outbox.length === 0 ? undefined : Math.min(...outbox.map((entry) => entry.notBefore ?? afterGrace));

/** A character takes three bytes at most, so that hardly any text needs to be encoded to be measured. */
const isTooLarge = (text: string): boolean =>
  text.length * 3 > MOST_MESSAGE_BYTES && new TextEncoder().encode(text).length > MOST_MESSAGE_BYTES;

const recorded = (events: readonly NewEvent[], folded: Ingredients['folded']): RecordedEvent[] => {
  const versions = new Map<string, number>();
  return events.map(({ stream, type, data }) => {
    const before = versions.get(stream) ?? folded[stream]?.version;
    if (before === undefined)
      throw new Error(`${type} is written to ${stream}, which streams() did not name`);
    versions.set(stream, before + 1);
    return { stream, version: before + 1, type, schemaVersion: 1, data };
  });
};
