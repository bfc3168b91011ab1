// From a message to the one document that makes everything it causes durable.
import { MOST_MESSAGE_BYTES } from '../bus/bus.ts';
import type { Decider, Decision, NewEvent, RecordedEvent, Refusal } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import { PermanentError } from '../decider/errors.ts';
import type { Commit, OutboxEntry } from '../store/commit.ts';
import { writeOf } from '../store/commit.ts';
import { outgoingId } from './message-ids.ts';
import type { LamportClock } from './lamport.ts';
import type { Ids } from './ports.ts';
import { grow } from './stream-cache.ts';
import type { Folded, StreamCache } from './stream-cache.ts';

export type Decided =
  | { readonly status: 'commit'; readonly commit: Commit }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export interface Deciding<S, M extends Message, E extends NewEvent> {
  readonly service: string;
  readonly decider: Decider<S, M, E>;
  readonly cache: StreamCache<S>;
  readonly ids: Ids;
  readonly lamport: LamportClock;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
  readonly graceMs: number;
}

/** What the messages of one batch know of each other. */
export interface BatchStates<S> {
  /** Streams that were loaded for this very batch. */
  readonly loaded: ReadonlySet<string>;
  /** How streams will be once the commits decided so far are durable. */
  readonly ahead: Map<string, Folded<S>>;
}

type FoldedStreams<S> = Readonly<Record<string, Folded<S>>>;

/**
 * Folds, decides, and prepares the commit, which is then `ahead` for those behind it. `streams`: those of the message, each
 * once. What it reads but does not write, it reads freshly: the version check guards written streams only.
 * @throws PermanentError, code POISON; anything that the decider throws; TransientError from the store.
 */
export const decideMessage = async <S, M extends Message, E extends NewEvent>(
  deciding: Deciding<S, M, E>,
  { message, streams }: { readonly message: M; readonly streams: readonly string[] },
  { loaded, ahead }: BatchStates<S>,
): Promise<Decided> => {
  deciding.lamport.check(message.lamport);
  const { cache, decider } = deciding;
  const stamped = { ...message, receivedAt: deciding.now(), random: deciding.ids.random() };
  const suspects = new Set(streams.filter((stream) => !loaded.has(stream) && !ahead.has(stream)));
  for (;;) {
    const folded = await loadAll(streams, async (stream) => ahead.get(stream) ?? (await cache.get(stream)));
    const decision = decider.decide(statesOf(folded), stamped);
    const written = new Set(decision.events.map((event) => event.stream));
    const stale = [...suspects].filter((stream) => !written.has(stream));
    if (stale.length === 0) {
      const decided = conclude(deciding, stamped, { folded, decision });
      if (decided.status === 'commit') advance(decider, ahead, { folded, commit: decided.commit });
      return decided;
    }
    await loadAll(stale, (stream) => cache.fresh(stream));
    for (const stream of stale) suspects.delete(stream);
  }
};

const loadAll = async <S>(streams: readonly string[], load: (stream: string) => Promise<Folded<S>>) => {
  const folded = await Promise.all(streams.map(async (stream) => [stream, await load(stream)] as const));
  return Object.fromEntries(folded);
};

const advance = <S, M extends Message, E extends NewEvent>(
  decider: Decider<S, M, E>,
  ahead: Map<string, Folded<S>>,
  { folded, commit }: { folded: FoldedStreams<S>; commit: Commit },
): void => {
  for (const [stream, before] of Object.entries(folded)) {
    const events = commit.events.filter((event) => event.stream === stream);
    if (events.length > 0) ahead.set(stream, grow(decider, before, events, commit.lamport));
  }
};

export const statesOf = <S>(folded: FoldedStreams<S>) =>
  Object.fromEntries(Object.entries(folded).map(([stream, { state }]) => [stream, state]));

const conclude = <S, M extends Message, E extends NewEvent>(
  deciding: Deciding<S, M, E>,
  message: M & { receivedAt: number },
  made: { folded: FoldedStreams<S>; decision: Decision<E> },
): Decided => {
  const { decision, folded } = made;
  if (decision.refusal) return { status: 'refused', refusal: decision.refusal };
  if (decision.events.length + decision.messages.length === 0) return { status: 'unchanged' };
  const lamports = Object.values(folded).map((stream) => stream.lamport);
  const lamport = deciding.lamport.next(Math.max(message.lamport, ...lamports));
  const events = recorded(decision.events, folded);
  const outbox = decision.messages.map((sent, n) => ({
    ...sent,
    id: outgoingId(deciding.ids, deciding.service, message, n),
  }));
  const commit = commitOf(deciding, message, { events, outbox, lamport });
  return { status: 'commit', commit };
};

const recorded = <S>(events: readonly NewEvent[], folded: FoldedStreams<S>): RecordedEvent[] => {
  const versions = new Map<string, number>();
  return events.map(({ stream, type, data }) => {
    const before = versions.get(stream) ?? folded[stream]?.version;
    if (before === undefined)
      throw new Error(`${type} is written to ${stream}, which streams() did not name`);
    versions.set(stream, before + 1);
    return { stream, version: before + 1, type, schemaVersion: 1, data };
  });
};

const commitOf = <S, M extends Message, E extends NewEvent>(
  { ids, graceMs }: Deciding<S, M, E>,
  message: M & { receivedAt: number },
  made: { events: RecordedEvent[]; outbox: OutboxEntry[]; lamport: number },
): Commit => {
  const { sagaId, traceparent, fingerprint, receivedAt: at } = message;
  const pendingAt = firstLookAt(made.outbox, at + graceMs);
  const commit = {
    _id: message.id,
    ...(made.events.length > 0 && {
      writes: made.events.map(({ stream, version }) => writeOf(stream, version)),
    }),
    at,
    lamport: made.lamport,
    correlationId: message.correlationId,
    causationId: message.causationId,
    attempt: ids.unique(),
    cause: message.type,
    ...(sagaId !== undefined && { sagaId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(fingerprint !== undefined && { fingerprint }),
    events: made.events,
    outbox: made.outbox,
    sent: [],
    ...(pendingAt !== undefined && { pendingAt }),
  };
  if (new TextEncoder().encode(JSON.stringify(commit)).length > MOST_MESSAGE_BYTES)
    throw new PermanentError(
      'POISON',
      `what ${message.type} causes is larger than ${MOST_MESSAGE_BYTES} bytes`,
    );
  return commit;
};

/** When a sweeper should first look: after the grace for messages, when due for timers, never for an empty outbox. */
const firstLookAt = (outbox: readonly OutboxEntry[], afterGrace: number): number | undefined =>
  outbox.length === 0 ? undefined : Math.min(...outbox.map((entry) => entry.notBefore ?? afterGrace));
