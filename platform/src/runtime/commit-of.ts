// The one document that makes a decision durable: events, inbox and outbox of a message.
import { MOST_MESSAGE_BYTES } from '../bus/bus.ts';
import type { Decision, NewEvent, RecordedEvent } from '../decider/decider.ts';
import { PermanentError } from '../decider/errors.ts';
import type { Message, Stamp } from '../decider/message.ts';
import type { Commit, DeciderSettings, OutboxEntry } from '../store/commit.ts';
import { inputOf, writeOf } from '../store/commit.ts';
import { schemaVersionOf } from '../store/schema-versions.ts';
import { outgoingId } from './message-ids.ts';
import type { Ids } from './ports.ts';

/** Whose document it is. */
export interface Origin {
  readonly ids: Ids;
  readonly service: string;
  /** How long sweepers leave it alone, milliseconds. */
  readonly graceMs: () => number;
  readonly settings?: DeciderSettings | undefined;
}

/** What it is made of. */
export interface Ingredients {
  readonly decision: Decision;
  /** The streams as they were when it was decided, by name. */
  readonly folded: Readonly<Record<string, { readonly version: number }>>;
  readonly lamport: number;
}

/**
 * What a commit says of a decision, the same whenever the same is decided on the same states.
 * @throws Error if it writes to a stream that it did not name.
 */
export const contentOf = (
  { ids, service }: Pick<Origin, 'ids' | 'service'>,
  message: Message,
  { decision, folded }: Pick<Ingredients, 'decision' | 'folded'>,
): Pick<Commit, 'writes' | 'reads' | 'events' | 'outbox'> => {
  const events = recorded(decision.events, folded);
  const reads = onlyRead(events, folded);
  return {
    ...(events.length > 0 && { writes: events.map(({ stream, version }) => writeOf(stream, version)) }),
    ...(reads.length > 0 && { reads }),
    events,
    outbox: decision.messages.map((sent, n) => ({ ...sent, id: outgoingId(ids, service, message, n) })),
  };
};

/** @throws PermanentError, code POISON, if it causes more than a message may have; Error as `contentOf`. */
export const commitOf = (origin: Origin, message: Message & Stamp, ingredients: Ingredients): Commit => {
  const content = contentOf(origin, message, ingredients);
  if (isTooLarge(JSON.stringify(content)))
    throw new PermanentError(
      'POISON',
      `what ${message.type} causes is larger than ${MOST_MESSAGE_BYTES} bytes`,
    );
  const at = message.receivedAt;
  const pendingAt = firstLookAt(content.outbox, at + origin.graceMs());
  return {
    _id: message.id,
    at,
    lamport: ingredients.lamport,
    correlationId: message.correlationId,
    causationId: message.causationId,
    attempt: origin.ids.unique(),
    input: inputOf(message),
    ...(origin.settings && { settings: origin.settings }),
    ...content,
    sent: [],
    ...(pendingAt !== undefined && { pendingAt }),
  };
};

/** When a sweeper should first look: after the grace for messages, when due for timers, never for an empty outbox. */
const firstLookAt = (outbox: readonly OutboxEntry[], afterGrace: number): number | undefined =>
  outbox.length === 0 ? undefined : Math.min(...outbox.map((entry) => entry.notBefore ?? afterGrace));

/** A character takes three bytes at most, so that hardly any text needs to be encoded to be measured. */
const isTooLarge = (text: string): boolean =>
  text.length * 3 > MOST_MESSAGE_BYTES && new TextEncoder().encode(text).length > MOST_MESSAGE_BYTES;

const onlyRead = (events: readonly RecordedEvent[], folded: Ingredients['folded']): readonly string[] => {
  const written = new Set(events.map(({ stream }) => stream));
  return Object.entries(folded)
    .filter(([stream]) => !written.has(stream))
    .map(([stream, { version }]) => writeOf(stream, version));
};

const recorded = (events: readonly NewEvent[], folded: Ingredients['folded']): RecordedEvent[] => {
  const versions = new Map<string, number>();
  return events.map(({ stream, type, data }) => {
    const before = versions.get(stream) ?? folded[stream]?.version;
    if (before === undefined)
      throw new Error(`${type} is written to ${stream}, which streams() did not name`);
    versions.set(stream, before + 1);
    return { stream, version: before + 1, type, schemaVersion: schemaVersionOf(type), data };
  });
};
