// Whether memory stays as it is while a run goes on.
import type { Memory } from './show-totals.ts';

const LOOK_EVERY_MS = 500;

/** `share`: how much of the run is over, between 0 and 1. */
export const memoryWatch = (share: () => number) => {
  let afterATenth: number | undefined;
  const look = (): number => {
    const { rss } = process.memoryUsage();
    if (share() >= 0.1) afterATenth ??= rss;
    return rss;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    stop: (): Memory => {
      clearInterval(timer);
      const atTheEnd = look();
      return { afterATenth: afterATenth ?? atTheEnd, atTheEnd };
    },
  };
};
