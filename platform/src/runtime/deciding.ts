// From a message to the one document that makes everything it causes durable.
import type { Decider, NewEvent, Refusal } from '../decider/decider.ts';
import type { Message, Stamp } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import { commitOf } from './commit-of.ts';
import type { Origin } from './commit-of.ts';
import type { LamportClock } from './lamport.ts';
import { grow } from './stream-cache.ts';
import type { Folded, StreamCache } from './stream-cache.ts';

/** `moving`: its streams change faster than they can be looked at as a whole; it must be decided again. */
export type Decided =
  | { readonly status: 'commit'; readonly commit: Commit }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'moving' };

/** How often one message may find its streams changed before others get their turn. */
const MOST_LOOKS = 3;

export interface Deciding<S, M extends Message, E extends NewEvent> extends Origin {
  readonly decider: Decider<S, M, E>;
  readonly cache: StreamCache<S>;
  readonly lamport: LamportClock;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
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
 * @throws PermanentError, code POISON; anything that the decider throws on what was true at one moment; TransientError from the store.
 */
export const decideMessage = async <S, M extends Message, E extends NewEvent>(
  deciding: Deciding<S, M, E>,
  { message, streams }: { readonly message: M; readonly streams: readonly string[] },
  { loaded, ahead }: BatchStates<S>,
): Promise<Decided> => {
  deciding.lamport.check(message.lamport);
  const { cache } = deciding;
  const now = deciding.now();
  const random = deciding.ids.random();
  const durable = streams.filter((stream) => !ahead.has(stream));
  const suspects = new Set(durable.filter((stream) => !loaded.has(stream)));
  for (let looks = 1; ; looks += 1) {
    const folded = await loadAll(streams, async (stream) => ahead.get(stream) ?? (await cache.get(stream)));
    const attempt = tryDecide(deciding, { ...message, receivedAt: notBefore(folded, now), random }, folded);
    if ('error' in attempt) {
      if (await isOfOneMoment(folded, durable, cache)) throw attempt.error;
      if (looks >= MOST_LOOKS) return { status: 'moving' };
      suspects.clear(); // they have just been looked at
      continue;
    }
    const stale = [...suspects].filter((stream) => !attempt.after.has(stream));
    if (stale.length === 0) {
      for (const [stream, after] of attempt.after) ahead.set(stream, after);
      return attempt.decided;
    }
    await loadAll(stale, cache.fresh);
    for (const stream of stale) suspects.delete(stream);
  }
};

/** Time never runs backwards in a stream, however far the clocks of those who write it are apart. */
const notBefore = <S>(folded: FoldedStreams<S>, now: number): number =>
  Math.max(now, ...Object.values(folded).map(({ at }) => at));

export const statesOf = <S>(folded: FoldedStreams<S>) =>
  Object.fromEntries(Object.entries(folded).map(([stream, { state }]) => [stream, state]));

const loadAll = async <S>(streams: readonly string[], load: (stream: string) => Promise<Folded<S>>) => {
  const folded = await Promise.all(streams.map(async (stream) => [stream, await load(stream)] as const));
  return Object.fromEntries(folded);
};

/**
 * Looks a second time: if none of `durable` has changed, their states have been true together. One of an older moment than
 * the others can make any decision look impossible. The double collect of Afek et al., "Atomic Snapshots of Shared
 * Memory", 1993. States that are `ahead` are not looked at: what rests on them is decided again in any case.
 */
const isOfOneMoment = async <S>(
  folded: FoldedStreams<S>,
  durable: readonly string[],
  cache: StreamCache<S>,
): Promise<boolean> => {
  if (durable.length < Object.keys(folded).length) return true;
  const again = await loadAll(durable, cache.fresh);
  return durable.every((stream) => again[stream]?.version === folded[stream]?.version);
};

/** What was decided, and how the written streams are after it. */
interface Attempt<S> {
  readonly decided: Decided;
  readonly after: ReadonlyMap<string, Folded<S>>;
}

const tryDecide = <S, M extends Message, E extends NewEvent>(
  deciding: Deciding<S, M, E>,
  message: M & Stamp,
  folded: FoldedStreams<S>,
): Attempt<S> | { readonly error: unknown } => {
  try {
    const decided = conclude(deciding, message, folded);
    const after = decided.status === 'commit' ? afterCommit(deciding.decider, folded, decided.commit) : [];
    return { decided, after: new Map(after) };
  } catch (error) {
    return { error };
  }
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

const conclude = <S, M extends Message, E extends NewEvent>(
  deciding: Deciding<S, M, E>,
  message: M & Stamp,
  folded: FoldedStreams<S>,
): Decided => {
  const decision = deciding.decider.decide(statesOf(folded), message);
  if (decision.refusal) return { status: 'refused', refusal: decision.refusal };
  if (decision.events.length + decision.messages.length === 0) return { status: 'unchanged' };
  const lamports = Object.values(folded).map((stream) => stream.lamport);
  const lamport = deciding.lamport.next(Math.max(message.lamport, ...lamports));
  return { status: 'commit', commit: commitOf(deciding, message, { decision, folded, lamport }) };
};
