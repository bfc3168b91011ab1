// Whether new orders are taken: not while too many wait for their end, or while nobody hears of them.
import { TransientError } from '@saga-lab/platform/decider/errors';
import { openCount } from '@saga-lab/platform/runtime/open-count';
import type { Clock, Observation } from '@saga-lab/platform/runtime/ports';
import type { CommitStore } from '@saga-lab/platform/store/store';
import type { OrderEvent } from './domain/order.ts';

export interface AdmissionLimits {
  readonly mostOpen: number;
  /** Longest time that a message may wait to be sent, milliseconds. */
  readonly mostLagMs: number;
}

export interface AdmissionWorld {
  /** How many orders are pending, according to the read model. */
  readonly count: () => Promise<number>;
  readonly store: Pick<CommitStore, 'pending'>;
  readonly clock: Clock;
}

export interface Admission {
  /** Does what places one order. @throws TransientError, code OVERLOADED, before anything is done. */
  readonly admit: <T>(place: () => Promise<T>) => Promise<T>;
  readonly observe: (observation: Observation) => void;
  /** Begins to look, once a second; no request waits for it. What it returns ends it. */
  readonly begin: (world: AdmissionWorld) => Promise<() => void>;
}

const changes: Partial<Record<string, number>> = {
  OrderPlaced: 1,
  OrderApproved: -1,
  OrderRejected: -1,
} satisfies Partial<Record<OrderEvent['type'], number>>;

export const admission = ({ mostOpen, mostLagMs }: AdmissionLimits): Admission => {
  const pending = openCount({ changes });
  let lagMs = 0;
  let underway = 0;

  return {
    observe: pending.observe,
    begin: ({ count, store, clock }) => {
      const begun = clock.now();
      const look = async (): Promise<number> => {
        // What waited while no process ran says nothing of how long one takes.
        lagMs = Math.min((await store.pending()).waitedMs, clock.now() - begun);
        return count();
      };
      return pending.begin({ count: look, clock });
    },
    admit: async (place) => {
      const open = pending.now() + underway;
      if (open >= mostOpen) throw overloaded(`${open} orders are pending`);
      if (lagMs > mostLagMs) throw overloaded(`a message has waited ${lagMs} ms to be sent`);
      underway += 1;
      try {
        return await place();
      } finally {
        underway -= 1;
      }
    },
  };
};

const overloaded = (why: string) => new TransientError('OVERLOADED', `no new order is taken: ${why}`);
