// How far each series goes.
import type { Duration } from '../contest/run.ts';

export interface Growth {
  /** Sagas in the history before the run. */
  readonly histories: readonly number[];
  /** Of each service. */
  readonly instances: readonly number[];
  readonly articles: readonly number[];
  /** Lines of an order; the domain allows 100 at most. */
  readonly lines: readonly number[];
  /** Orders that wait while a service is down. */
  readonly backlogs: readonly { readonly orders: number; readonly down: string }[];
  readonly overload: { readonly beforeMs: number; readonly duringMs: number; readonly afterMs: number };
  readonly longRunMs: number;
  readonly idleMs: number;
  /** How often each point of a load is measured. */
  readonly rounds: number;
  readonly duration: Duration;
  readonly warmUp: Duration;
}

export const MOST_LINES = 100;

const usual: Growth = {
  histories: [1_000, 10_000, 100_000],
  instances: [1, 2, 4],
  articles: [1, 10, 50, 1_000],
  lines: [1, 5, 20, 50, MOST_LINES],
  backlogs: [
    { orders: 1_000, down: 'saga-orchestrator' },
    { orders: 10_000, down: 'saga-orchestrator' },
    { orders: 10_000, down: 'payment-service' },
  ],
  overload: { beforeMs: 10_000, duringMs: 60_000, afterMs: 90_000 },
  longRunMs: 180_000,
  idleMs: 20_000,
  rounds: 3,
  duration: { rampMs: 1_000, measureMs: 4_000 },
  warmUp: { rampMs: 0, measureMs: 4_000 },
};

/** A tenth or so of everything: it shows that the command works, and its figures say little. */
const short: Growth = {
  ...usual,
  histories: [100, 1_000],
  instances: [1, 2],
  articles: [1, 50],
  lines: [1, MOST_LINES],
  backlogs: [
    { orders: 100, down: 'saga-orchestrator' },
    { orders: 1_000, down: 'saga-orchestrator' },
  ],
  overload: { beforeMs: 5_000, duringMs: 10_000, afterMs: 20_000 },
  longRunMs: 20_000,
  idleMs: 5_000,
  rounds: 1,
  duration: { rampMs: 500, measureMs: 1_500 },
  warmUp: { rampMs: 0, measureMs: 1_500 },
};

export const growthOf = ({ isShort }: { readonly isShort: boolean }): Growth => (isShort ? short : usual);
