// Time as the runtime sees it: the database's clock, and waits that end.
import type { CommitStore } from '../store/store.ts';
import type { Clock } from './ports.ts';

export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.wakeAt(clock.now() + ms, resolve);
  });

/** Resolves when the work is done or the time is up; rejects if the work fails before that. */
export const atMost = (ms: number, work: Promise<void>, clock: Clock): Promise<void> =>
  new Promise((resolve, reject) => {
    const forget = clock.wakeAt(clock.now() + ms, resolve);
    work.then(resolve, reject).finally(forget);
  });

export interface DatabaseClock {
  /** Milliseconds since the epoch by the database's clock, as far as last measured. */
  readonly now: () => number;
  /** The same instant on the process's own clock, for waking up. */
  readonly toLocal: (instant: number) => number;
  /** Measures the difference again; half of the round trip is taken as the way there. */
  readonly synchronise: () => Promise<void>;
}

export const databaseClock = (store: CommitStore, clock: Clock): DatabaseClock => {
  let ahead = 0;
  return {
    now: () => Math.round(clock.now() + ahead),
    toLocal: (instant) => instant - ahead,
    synchronise: async () => {
      const before = clock.now();
      const theirs = await store.now();
      ahead = theirs - (before + clock.now()) / 2;
    },
  };
};
