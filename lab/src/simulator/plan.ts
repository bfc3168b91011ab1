// What a seed mixes into its run: swarm testing, every seed its own kinds of faults, and each of these more or less often.
// Source: A. Groce et al., Swarm Testing, ISSTA 2012.
import { defaults as orderDefaults } from '@saga-lab/order-service/component';
import { defaults as sagaDefaults } from '@saga-lab/saga-orchestrator/component';
import type { Chooser } from './choices.ts';
import { ofEveryKind } from './fault-kinds.ts';
import type { FaultKind } from './fault-kinds.ts';
import { fraction, hashOf } from './hash.ts';
import type { Settings } from './services.ts';
import type { Weights } from './world.ts';

/** How likely a kind is in the seeds that have it, in three strengths. Those that are not here are planned, see `schedule.ts`. */
const strengths: Partial<Record<FaultKind, readonly [number, number, number]>> = {
  delay: [0.02, 0.08, 0.25],
  'kill before': [0.001, 0.003, 0.01],
  'kill after': [0.001, 0.003, 0.01],
  'write lost': [0.01, 0.03, 0.1],
  'write unanswered': [0.01, 0.03, 0.1],
  'write late': [0.01, 0.03, 0.1],
  'write in part': [0.02, 0.1, 0.3],
  'call failed': [0.003, 0.01, 0.03],
  'call unanswered': [0.003, 0.01, 0.03],
  'feed ended': [0.01, 0.03, 0.1],
  'feed lost': [0.003, 0.01, 0.03],
  'message lost': [0.01, 0.04, 0.15],
  'confirm lost': [0.01, 0.04, 0.15],
  'message doubled': [0.01, 0.05, 0.3],
  'message late': [0.01, 0.05, 0.15],
  'message refused': [0.01, 0.04, 0.15],
  'ack lost': [0.01, 0.05, 0.2],
  'given up': [0.005, 0.02, 0.05],
  vanished: [0.003, 0.01, 0.03],
  'channel lost': [0.003, 0.01, 0.05],
  'request lost': [0.02, 0.1, 0.3],
  'response lost': [0.02, 0.1, 0.3],
};

/** Three of ten seeds do without a kind. */
const ABSENT = 0.3;

const weightOf = (seed: number, kind: FaultKind): number => {
  const levels = strengths[kind];
  const chance = fraction(hashOf(seed, `weight of ${kind}`));
  if (!levels || chance < ABSENT) return 0;
  return levels[Math.floor(((chance - ABSENT) / (1 - ABSENT)) * levels.length)] ?? 0;
};

export const weightsOf = (seed: number): Weights => ofEveryKind((kind) => weightOf(seed, kind));

export interface Plan {
  readonly orders: number;
  readonly customers: number;
  readonly skus: number;
  readonly instances: number;
  /** Pieces put on hand of each SKU; money put into each account. */
  readonly onHand: number;
  readonly opening: number;
  readonly settings: Settings;
  /** Left out: everything is kept. Longer than a process ever stands still. */
  readonly retentionMs?: number | undefined;
}

/** One process of each service, and nobody who does anything of himself. */
export const emptyPlan = (settings: Settings): Plan => ({
  orders: 0,
  customers: 0,
  skus: 0,
  instances: 1,
  onHand: 0,
  opening: 0,
  settings,
});

/** One of some values, the first one being the simplest. */
type OneOf = <T>(aspect: string, values: readonly [T, ...T[]], chance?: number) => T;

/** How many runs have a retention. */
const FORGETS = 0.25;

/** `forgets`: whether there is a retention; left out: the seed says so. */
export const planOf = (chooser: Chooser, forgets?: boolean): Plan => {
  const moment = chooser.moment('plan');
  const oneOf: OneOf = (aspect, values, chance = 0.7) => {
    const value = chooser.pick(moment, aspect, values.length - 1, chance);
    return values[value] ?? values[0];
  };
  const retentionMs =
    forgets === false ? undefined : oneOf('retention', [undefined, 20_000], forgets ? 1 : FORGETS);
  return {
    retentionMs,
    orders: oneOf('many orders', [oneOf('orders', [1, 2, 3, 4, 5], 0.65), 12], 0.04),
    customers: oneOf('customers', [1, 2], 0.5),
    skus: oneOf('SKUs', [1, 2], 0.5),
    instances: oneOf('instances', [1, 2], 0.4),
    onHand: oneOf('on hand', [1_000, 10, 4], 0.5),
    opening: oneOf('opening', [1_000_000, 2_000, 700], 0.5),
    settings: settingsOf(oneOf, retentionMs),
  };
};

const settingsOf = (oneOf: OneOf, retentionMs: number | undefined): Settings => {
  const common = {
    prefetch: oneOf('prefetch', [50, 5, 1]),
    limits: {
      batchSize: oneOf('batch size', [100, 3, 1]),
      publishWindow: oneOf('publish window', [100, 2]),
      graceMs: 1_000,
      leaseMs: oneOf('lease', [5_000, 2_000]),
      sweepMs: oneOf('time between sweeps', [1_000, 3_000]),
      retentionMs,
    },
  };
  return {
    orders: { ...orderDefaults, ...common, announceAfterMs: oneOf('time to announce again', [5_000, 1_000]) },
    sagas: {
      ...sagaDefaults,
      ...common,
      policy: {
        stepDeadlineMs: oneOf('deadline of a step', [10_000, 3_000, 1_000]),
        repeatFirstMs: oneOf('time to the first repeat', [500, 100]),
        repeatMostMs: 4_000,
        triesBeforeParked: oneOf('tries before it is parked', [6, 3, 2]),
        slowRepeatMs: 5_000,
      },
      mostRunningSagas: oneOf('most running sagas', [250, 2], 0.3),
    },
  };
};
