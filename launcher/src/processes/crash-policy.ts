// When a crashed service starts again, and when that has become pointless.
import { backOff } from '@saga-lab/platform/decider/back-off';

export interface CrashPolicy {
  /**
   * Call at each crash: milliseconds until the next start, or `give-up`. Whatever was never up is given up after as many
   * crashes, however long each took: it would be started for ever, and its system never be there.
   */
  crashed(wasUp: boolean): number | 'give-up';
}

export interface CrashLimits {
  /** This many crashes within `windowMs` are too many. */
  readonly most: number;
  readonly windowMs: number;
  readonly firstDelayMs: number;
}

const crashLimits: CrashLimits = { most: 5, windowMs: 30_000, firstDelayMs: 100 };

/** `now`: milliseconds, monotonic. The delay doubles with each crash that is still inside the window. */
export const crashPolicy = (now: () => number, limits: CrashLimits = crashLimits): CrashPolicy => {
  let crashes: number[] = [];
  return {
    crashed: (wasUp) => {
      const at = now();
      crashes = [...crashes.filter((earlier) => !wasUp || at - earlier < limits.windowMs), at];
      if (crashes.length >= limits.most) return 'give-up';
      return backOff(crashes.length, { first: limits.firstDelayMs, most: limits.windowMs });
    },
  };
};
