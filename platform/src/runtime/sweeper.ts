// Finds, by the database's clock, what is due: messages whose confirm never came, and timers.
import type { NewEvent } from '../decider/decider.ts';
import { errorMessage, PermanentError, TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { CommitStore } from '../store/store.ts';
import type { Handle } from './handler.ts';
import { isWanted, openTimers } from './open-timers.ts';
import type { TimerParts } from './open-timers.ts';
import type { Clock, Observer } from './ports.ts';
import type { Relay } from './relay.ts';
import type { SentMarks } from './sent-marks.ts';
import type { DatabaseClock } from './time.ts';

export interface SweeperParts<S, M extends Message, E extends NewEvent> extends TimerParts<S, M, E> {
  readonly store: CommitStore;
  readonly handle: Handle;
  readonly relay: Relay;
  readonly marks: SentMarks;
  readonly clock: Clock;
  readonly databaseClock: DatabaseClock;
  readonly observer: Observer;
  readonly leaseMs: number;
  readonly sweepMs: number;
}

export interface Sweeper {
  start(): void;
  /** Something will be due then (by the database's clock): no need to wait for the next round. */
  wakeBy(instant: number): void;
  /** Why the last round failed; nothing if it did not. Rounds come whether there is work or not: a probe of the database. */
  trouble(): string | undefined;
  stop(): void;
}

const MOST = 200;

export const sweeper = <S, M extends Message, E extends NewEvent>(parts: SweeperParts<S, M, E>): Sweeper => {
  const { clock, databaseClock, store, relay, observer } = parts;
  let stopped = true;
  let nextAt = Infinity;
  let cancel = (): void => undefined;
  let trouble: string | undefined;

  const plan = (at: number): void => {
    if (stopped || at >= nextAt) return;
    cancel();
    nextAt = at;
    cancel = clock.wakeAt(at, () => void round());
  };

  const round = async (): Promise<void> => {
    nextAt = Infinity;
    const full = await sweep().then(succeeded, failed);
    plan(clock.now() + (full ? 0 : parts.sweepMs));
  };

  const succeeded = (full: boolean): boolean => {
    trouble = undefined;
    return full;
  };
  const failed = (error: unknown): boolean => {
    trouble = errorMessage(error);
    return false;
  };

  /** Whether there may be more right now. */
  const sweep = async (): Promise<boolean> => {
    await databaseClock.synchronise();
    // First what is done already: otherwise a timer that is due would have its commit's messages sent again.
    await parts.marks.flush();
    const most = Math.min(MOST, relay.capacity());
    if (most <= 0) return false; // timers wait as well: what they send could not leave either
    // What was confirmed in the meantime is not in the database yet.
    const due = parts.marks.withNoted(await store.claimDue(most, parts.leaseMs));
    if (due.length > 0) observer({ kind: 'swept', commits: due.length });
    for (const commit of due.filter(isDone)) parts.marks.add(commit, []);
    due.forEach(relay.offer);
    const dropped = await Promise.all(due.map((commit) => dueTimers(parts, commit)));
    const count = dropped.reduce((sum, one) => sum + one, 0);
    if (count > 0) observer({ kind: 'timers-dropped', count });
    await parts.marks.flush();
    return due.length === most;
  };

  return {
    start: () => {
      stopped = false;
      plan(clock.now());
    },
    wakeBy: (instant) => {
      plan(databaseClock.toLocal(instant) + 1);
    },
    trouble: () => trouble,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
};

/** Its last mark was lost: nothing is left to do but to note that. */
const isDone = (commit: Commit): boolean => commit.sent.length === commit.outbox.length;

/** Fires the due timers of one commit; gives back how many nobody needs any more. */
const dueTimers = async <S, M extends Message, E extends NewEvent>(
  parts: SweeperParts<S, M, E>,
  commit: Commit,
): Promise<number> => {
  const now = parts.databaseClock.now();
  const open = openTimers<M>(parts.service, commit, (index) => commit.sent.includes(index));
  let dropped = 0;
  for (const { index, timer } of open.filter(({ notBefore }) => notBefore <= now)) {
    if (await isWanted(parts, commit, timer).catch(unlessTransient)) fire(parts, { commit, index, timer });
    else {
      dropped += 1;
      parts.marks.add(commit, [index]);
    }
  }
  return dropped;
};

/** A timer on which `wants` throws is fired: deciding it says what is wrong, and settles it. */
const unlessTransient = (error: unknown): boolean => {
  if (error instanceof TransientError) throw error;
  return true;
};

/** Behind the messages that wait already, and not awaited: a sweep does not wait for decisions. */
const fire = <S, M extends Message, E extends NewEvent>(
  parts: SweeperParts<S, M, E>,
  { commit, index, timer }: { commit: Commit; index: number; timer: M },
): void => {
  const { handle, observer, service } = parts;
  handle(timer).then(
    () => {
      parts.marks.add(commit, [index]);
    },
    (error: unknown) => {
      if (!(error instanceof PermanentError)) return;
      const about = { id: timer.id, queue: `${service}.timers`, reason: error.message, count: 1 };
      observer({ kind: 'dead-letter', ...about });
      parts.marks.add(commit, [index]);
    },
  );
};
