// How long a commit may stay without its mark before sweepers look at it: longer where sagas take longer than that.
import type { Clock } from './ports.ts';

export interface Grace {
  /** Of a commit that is made now, milliseconds. */
  readonly ms: () => number;
  /** A mark had to be written though a timer of its commit was still wanted, so that another one will follow. */
  readonly wasShort: () => void;
}

const MOST_MS = 4_000;
/** So long nothing was too short, and half of it is tried. */
const QUIET_MS = 10_000;

/**
 * Under load a second is over before most sagas are, and then each commit with a timer costs two marks and a claim instead of one mark. While nothing
 * can be published (`isOpen`), it is as short as can be: what is committed then is surely not sent.
 */
export const commitGrace = (clock: Pick<Clock, 'now'>, leastMs: number, isOpen: () => boolean): Grace => {
  let ms = leastMs;
  let since = -Infinity;
  return {
    ms: () => {
      for (; ms > leastMs && clock.now() - since >= QUIET_MS; since += QUIET_MS)
        ms = Math.max(leastMs, ms / 2);
      return isOpen() ? ms : leastMs;
    },
    wasShort: () => {
      // Commits from before it was made longer are short for the same reason.
      if (clock.now() - since < ms) return;
      ms = Math.max(leastMs, Math.min(MOST_MS, 2 * ms));
      since = clock.now();
    },
  };
};
