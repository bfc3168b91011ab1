// Decides one message of a batch: from what it reads to the one document that makes everything it causes durable.
import type { Decider, NewEvent, Refusal } from '../../decider/decider.ts';
import type { Message, Stamp } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import { commitOf } from '../commit-of.ts';
import type { Origin } from '../commit-of.ts';
import type { LamportClock } from '../lamport.ts';
import { grow } from '../stream-cache.ts';
import type { Folded, StreamCache } from '../stream-cache.ts';
import type { Entry } from './gather.ts';
import { areOfOneMoment, loadEach, statesOf } from './load.ts';
import type { FoldedStreams } from './load.ts';

/** `conflict`: its streams change faster than they can be looked at as a whole; it must be decided again. */
export type MessageDecision =
  | { readonly status: 'commit'; readonly commit: Commit }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'conflict' };

/** How often one message may find its streams changed before others get their turn. */
const MOST_LOOKS = 3;

export interface DecideParts<S, M extends Message, E extends NewEvent> extends Origin {
  readonly decider: Decider<S, M, E>;
  readonly cache: StreamCache<S>;
  readonly lamport: LamportClock;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
}

/** What the messages of one batch know of each other. */
export interface BatchStates<S> {
  /** Streams that were loaded for this very batch: as new as each of its messages needs them. */
  readonly loaded: Set<string>;
  /** How streams will be once the commits decided so far are durable. */
  readonly ahead: Map<string, Folded<S>>;
}

/**
 * Folds, decides, and prepares the commit, which is then `ahead` for those behind it. What a message reads but does not
 * write, it reads freshly: the version check guards written streams only.
 * @throws PermanentError, code POISON; anything that the decider throws on what was true at one moment; TransientError from the store.
 */
export const decideMessage = async <S, M extends Message, E extends NewEvent>(
  parts: DecideParts<S, M, E>,
  { message, streams }: Pick<Entry<M>, 'message' | 'streams'>,
  { loaded, ahead }: BatchStates<S>,
): Promise<MessageDecision> => {
  parts.lamport.check(message.lamport);
  const { cache } = parts;
  const now = parts.now();
  const random = parts.ids.random();
  const durable = streams.filter((stream) => !ahead.has(stream));
  const suspects = new Set(durable.filter((stream) => !loaded.has(stream)));
  for (let looks = 1; ; looks += 1) {
    const folded = await loadEach(streams, (stream) => ahead.get(stream) ?? cache.get(stream));
    const attempt = tryOn(parts, { ...message, receivedAt: notBefore(folded, now), random }, folded);
    if ('error' in attempt) {
      if (await areOfOneMoment(folded, durable, cache)) throw attempt.error;
      if (looks >= MOST_LOOKS) return { status: 'conflict' };
      suspects.clear(); // they have just been looked at
      continue;
    }
    const stale = [...suspects].filter((stream) => !attempt.after.has(stream));
    if (stale.length === 0) {
      for (const [stream, after] of attempt.after) ahead.set(stream, after);
      return attempt.decision;
    }
    await loadEach(stale, cache.fresh);
    for (const stream of stale) {
      suspects.delete(stream);
      loaded.add(stream);
    }
  }
};

/** Time never runs backwards in a stream, however far the clocks of those who write it are apart. */
const notBefore = <S>(folded: FoldedStreams<S>, now: number): number =>
  Math.max(now, ...Object.values(folded).map(({ at }) => at));

/** What is decided on these states, and how the written streams are after it. */
interface Attempt<S> {
  readonly decision: MessageDecision;
  readonly after: ReadonlyMap<string, Folded<S>>;
}

const tryOn = <S, M extends Message, E extends NewEvent>(
  parts: DecideParts<S, M, E>,
  message: M & Stamp,
  folded: FoldedStreams<S>,
): Attempt<S> | { readonly error: unknown } => {
  try {
    const decision = decideOn(parts, message, folded);
    if (decision.status !== 'commit') return { decision, after: new Map() };
    const after = new Map(afterCommit(parts.decider, folded, decision.commit));
    parts.cache.foresee(decision.commit, after);
    return { decision, after };
  } catch (error) {
    return { error };
  }
};

const decideOn = <S, M extends Message, E extends NewEvent>(
  parts: DecideParts<S, M, E>,
  message: M & Stamp,
  folded: FoldedStreams<S>,
): MessageDecision => {
  const decision = parts.decider.decide(statesOf(folded), message);
  if (decision.refusal) return { status: 'refused', refusal: decision.refusal };
  if (decision.events.length + decision.messages.length === 0) return { status: 'unchanged' };
  const lamports = Object.values(folded).map((stream) => stream.lamport);
  const lamport = parts.lamport.next(Math.max(message.lamport, ...lamports));
  return { status: 'commit', commit: commitOf(parts, message, { decision, folded, lamport }) };
};

const afterCommit = <S, M extends Message, E extends NewEvent>(
  decider: Decider<S, M, E>,
  folded: FoldedStreams<S>,
  commit: Commit,
) =>
  Object.entries(folded).flatMap(([stream, before]) => {
    const own = commit.events.filter((event) => event.stream === stream);
    return own.length > 0 ? [[stream, grow(decider, before, own, commit)] as const] : [];
  });
