// Time of a real process, or of a page in a browser.
import type { Clock } from '../runtime/ports.ts';

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
    let timer: ReturnType<typeof setTimeout> | undefined;
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
