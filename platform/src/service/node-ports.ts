// Time and chance of a real process.
import { createHash, randomUUID } from 'node:crypto';
import type { Clock, Ids } from '../runtime/ports.ts';

/** The longest delay that `setTimeout` keeps; anything above fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Starts at the machine's clock and then only goes on: what the machine's clock is set to later changes neither how long
 * anything takes nor how far the database's clock is away.
 */
const steadyNow = (): number => Math.floor(performance.timeOrigin + performance.now());

export const systemClock: Clock = {
  now: steadyNow,
  wakeAt: (instant, wake) => {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      const left = Math.max(0, instant - steadyNow());
      timer = setTimeout(left > LONGEST_MS ? arm : wake, Math.min(left, LONGEST_MS));
    };
    arm();
    return () => {
      clearTimeout(timer);
    };
  },
};

export const nodeIds: Ids = {
  hash: (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
  unique: () => randomUUID(),
  random: () => Math.random(),
};
