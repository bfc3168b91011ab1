// Several observers as one.
import type { Observer } from '../runtime/ports.ts';

/** Tells each observer in turn. */
export const combined =
  (...observers: readonly Observer[]): Observer =>
  (observation) => {
    for (const observe of observers) observe(observation);
  };
