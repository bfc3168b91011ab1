// Waiting for many orders: one request lists all that are pending, instead of one request for each. Watching must cost little.
import type { Lab } from '@saga-lab/lab/client/lab';

export interface Completions {
  /** Resolves when the order is not pending any more, as far as the read model shows. */
  readonly of: (order: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const LOOK_EVERY_MS = 50;
/** A fresh order may not be in the read model yet. */
const SHOWN_WITHIN_MS = 300;

export const completions = (lab: Lab): Completions => {
  const waiting = new Map<string, { since: number; resolve: () => void }>();
  let stopped = false;

  const look = async (): Promise<void> => {
    const asked = Date.now();
    const pending = new Set(await lab.pendingOrders());
    for (const [order, { since, resolve }] of waiting) {
      if (pending.has(order) || since > asked - SHOWN_WITHIN_MS) continue;
      waiting.delete(order);
      resolve();
    }
  };

  const watch = async (): Promise<void> => {
    while (!stopped) {
      if (waiting.size > 0) await look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  const watching = watch();

  return {
    of: (order) => new Promise((resolve) => waiting.set(order, { since: Date.now(), resolve })),
    stop: async () => {
      stopped = true;
      await watching;
    },
  };
};
