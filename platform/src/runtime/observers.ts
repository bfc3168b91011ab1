// Several observers as one.
import type { Observer } from './ports.ts';

/** Tells each observer in turn. */
export const fanOut =
  (...observers: readonly Observer[]): Observer =>
  (observation) => {
    for (const observe of observers) observe(observation);
  };
