// Timers in the outbox of a commit that are not done yet, and whether anybody still wants them.
import type { Decider, NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import { parseWrite } from '../store/commit.ts';
import { statesOf } from './batch/load.ts';
import { messageOf } from './relay.ts';
import { isPresumed } from './stream-cache.ts';
import type { Folded, StreamCache } from './stream-cache.ts';

export interface OpenTimer<M extends Message> {
  /** In the outbox. */
  readonly index: number;
  /** Milliseconds by the database's clock. */
  readonly notBefore: number;
  readonly timer: M;
}

export interface TimerParts<S, M extends Message, E extends NewEvent> {
  readonly service: string;
  readonly decider: Decider<S, M, E>;
  readonly cache: Pick<StreamCache<S>, 'get' | 'fresh' | 'peek'>;
}

/** Whether all that a commit sends but its timers is done. */
export const onlyTimersAreLeft = (commit: Commit, isDone: (index: number) => boolean): boolean =>
  commit.outbox.every(({ notBefore }, index) => notBefore !== undefined || isDone(index));

export const openTimers = <M extends Message>(
  service: string,
  commit: Commit,
  isDone: (index: number) => boolean,
): readonly OpenTimer<M>[] =>
  commit.outbox.flatMap((entry, index) =>
    entry.notBefore === undefined || isDone(index)
      ? []
      : [{ index, notBefore: entry.notBefore, timer: messageOf(service, commit, entry) as M }],
  );

/** Judged on states at or beyond those that the commit which armed the timer rests on: an older one could not know of it yet. */
export const isWanted = async <S, M extends Message, E extends NewEvent>(
  { cache, decider }: TimerParts<S, M, E>,
  commit: Commit,
  timer: M,
): Promise<boolean> => {
  const folded: Record<string, Folded<S>> = {};
  for (const stream of decider.streams(timer)) {
    const cached = await cache.get(stream);
    folded[stream] = isBehind(commit, stream, cached) ? await cache.fresh(stream) : cached;
  }
  return decider.wants(statesOf(folded), timer);
};

/**
 * Whether the states in memory tell already that nobody wants it any more: then nobody ever will, whatever else has
 * happened since. `false` says nothing.
 */
export const isObsolete = <S, M extends Message, E extends NewEvent>(
  { cache, decider }: TimerParts<S, M, E>,
  commit: Commit,
  timer: M,
): boolean => {
  try {
    const folded: Record<string, Folded<S>> = {};
    for (const stream of decider.streams(timer)) {
      const cached = cache.peek(stream);
      if (!cached || isBehind(commit, stream, cached)) return false;
      folded[stream] = cached;
    }
    return !decider.wants(statesOf(folded), timer);
  } catch {
    return false; // when it is due, its decision says what is wrong
  }
};

/** That a stream is empty says nothing of a timer as long as nobody has looked. */
const isBehind = (commit: Commit, stream: string, cached: Folded<unknown>): boolean => {
  const isBelow = (of: string, version: number) => of === stream && version > cached.version;
  return (
    isPresumed(cached) ||
    commit.events.some((event) => isBelow(event.stream, event.version)) ||
    (commit.reads ?? []).map(parseWrite).some((read) => isBelow(read.stream, read.version))
  );
};
