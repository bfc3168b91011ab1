// Time that a test moves by hand, and ids that it can foretell.
import type { Clock, Ids } from '../runtime/ports.ts';
import { webIds } from '../service/web-ids.ts';

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, waking everybody who is due on the way, each with time to react. */
  advance(ms: number): Promise<void>;
}

const START = Date.UTC(2026, 0, 1);

/** Lets everything run that needs no further time: a macrotask runs after all pending microtasks. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
};

export const virtualClock = (): VirtualClock => {
  let now = START;
  let alarms: { instant: number; wake: () => void }[] = [];
  const next = (until: number) =>
    alarms.filter(({ instant }) => instant <= until).sort((a, b) => a.instant - b.instant)[0];

  return {
    now: () => now,
    wakeAt: (instant, wake) => {
      const alarm = { instant, wake };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      await settle();
      for (let due = next(until); due; due = next(until)) {
        const { instant, wake } = due;
        alarms = alarms.filter((other) => other !== due);
        now = Math.max(now, instant);
        wake();
        await settle();
      }
      now = until;
    },
  };
};

let worlds = 0;

/** `unique()` counts up, differently for each; `random()` is always one half. */
export const countingIds = (): Ids => {
  const world = (worlds += 1);
  let count = 0;
  return {
    hash: webIds.hash,
    digest: webIds.digest,
    unique: () => `unique-${world}-${(count += 1)}`,
    random: () => 0.5,
  };
};
