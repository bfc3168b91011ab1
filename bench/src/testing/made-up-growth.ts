// Series of runs that never were.
import type { Course } from '../load/arrivals.ts';
import { articlesOf } from '../growth/articles.ts';
import { backlogOf } from '../growth/backlog-figures.ts';
import type { Backlog } from '../growth/backlog-figures.ts';
import { historyOf } from '../growth/history.ts';
import { idleOf } from '../growth/idle.ts';
import { instancesOf } from '../growth/instances.ts';
import { linesOf } from '../growth/lines.ts';
import { longRunOf } from '../growth/memory-figures.ts';
import { overloadOf } from '../growth/overload-figures.ts';
import type { Overload } from '../growth/overload-figures.ts';
import type { Point } from '../growth/points.ts';
import type { Series } from '../growth/series.ts';
import { figures } from './made-up-figures.ts';

export const point = (step: string, atOnce: number, perSecond: number, more = {}): Point => ({
  step,
  atOnce,
  runs: [figures(perSecond, 100)],
  more,
});

export const backlog = (orders: number, mib: number, flaws: readonly string[] = []): Backlog => {
  const memory = { 'order-service': mib, 'saga-orchestrator': mib, 'mongo-order-service': 5 * mib };
  return {
    orders,
    down: 'saga-orchestrator',
    turnedAway: 0,
    placedPerSecond: 200,
    drainedMs: orders * 10,
    compensated: 0,
    flaws,
    memory: { before: memory, waiting: memory, most: memory, after: memory },
  };
};

/** Asked for every 10 ms, answered after `latency` ms, or turned away. */
const asked = (from: number, to: number, latency: number | 'shed'): readonly Course[] =>
  Array.from({ length: (to - from) / 10 }, (_, n) => ({
    intended: from + n * 10,
    over: from + n * 10 + (latency === 'shed' ? 1 : latency),
    outcome: latency === 'shed' ? 'shed' : 'ended',
  }));

/** 100 a second: 10 s as usual, 10 s with twice as many of which half are turned away, 3 s slow, and as usual again. */
export const overload: Overload = {
  peak: 110,
  peakCpuMs: 10,
  cpuMs: 805 * 12.5,
  usualPerSecond: 100,
  perSecond: 200,
  begun: 1_000,
  from: 11_000,
  to: 21_000,
  courses: [
    ...asked(1_000, 11_000, 50),
    ...asked(11_000, 21_000, 2_000),
    ...asked(11_000, 21_000, 'shed'),
    ...asked(21_000, 24_000, 400),
    ...asked(24_000, 30_000, 60),
  ],
  completed: 2_899,
  compensated: 1,
  refusals: { '503, Retry-After: 1': 1_000 },
  memory: { before: { broker: 100 }, most: { broker: 120 } },
};

export const series = (): readonly Series[] => [
  historyOf([point('1,000 sagas', 50, 100), point('100,000 sagas', 50, 95)]),
  instancesOf([point('1 instance', 50, 100), point('4 instances', 50, 70)]),
  articlesOf([point('1 article', 200, 40), point('1,000 articles', 200, 160)]),
  linesOf([
    point('1 line', 50, 100, { 'bytes a message': 300, 'largest message': 500 }),
    point('100 lines', 50, 40, { 'bytes a message': 3_000, 'largest message': 9_000 }),
  ]),
  backlogOf([backlog(1_000, 90), backlog(10_000, 110)]),
  overloadOf(overload),
  longRunOf({
    atOnce: 50,
    sagas: 1_000,
    samples: Array.from({ length: 40 }, (_, n) => ({
      atMs: n * 500,
      mib: { 'order-service': Math.min(120, 80 + 4 * n), broker: 150, 'mongo-order-service': 200 + n },
    })),
  }),
  idleOf({ 'order-service': 0.6, 'payment-service': 0.5, broker: 1.2 }),
];
