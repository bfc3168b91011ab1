// What backlogs come to: how fast they are drained, and whether memory grows with them.
import type { Plot } from '@saga-lab/lab/report/plot';
import { kindOf } from '../figures/comparison.ts';
import type { MemorySample } from './memory-watch.ts';
import { cell, goal, inWords } from './series.ts';
import type { Goal, Series } from './series.ts';

export interface Backlog {
  readonly orders: number;
  readonly down: string;
  readonly turnedAway: number;
  /** Orders a second, while the service was down. */
  readonly placedPerSecond: number;
  /** From the moment on when the service was told to start. */
  readonly drainedMs: number;
  readonly compensated: number;
  /** What does not add up; nothing: nothing was lost, and nothing doubled. */
  readonly flaws: readonly string[];
  /** MiB, by process: before the backlog, when the last order was placed, at most, and afterwards. */
  readonly memory: Readonly<Record<'before' | 'waiting' | 'most' | 'after', MemorySample['mib']>>;
}

/** Of a service, for ten times the backlog: what the garbage of a busy process comes to anyway. */
const MOST_MORE_MIB = 40;

const nameOf = ({ orders, down }: Backlog): string => `${orders.toLocaleString('en')}, ${down} down`;
const perSecond = ({ orders, drainedMs }: Backlog): number => (orders * 1_000) / drainedMs;

export const backlogOf = (all: readonly Backlog[]): Series => ({
  name: 'backlog',
  title: 'A backlog',
  about:
    'A service is killed, orders are placed, and the service is started again. Nothing was lost or doubled if as many sagas ended as orders were accepted, as many pieces were shipped and as much was paid as sagas completed, and no piece is still reserved.',
  says: all.map(
    (one) =>
      `${nameOf(one)}: placed at ${inWords(one.placedPerSecond)} a second, drained at ${inWords(perSecond(one))} a second, ${one.compensated} undone.`,
  ),
  goals: [...all.map(addsUp), ...memoryGoal(all)],
  figures: [ratesTable(all), memoryTable(all)],
  curves: [drainCurve(all)],
  raw: all,
});

const addsUp = (one: Backlog): Goal =>
  goal(
    one.flaws.length === 0,
    one.flaws.length === 0
      ? `${nameOf(one)}: nothing was lost, and nothing doubled.`
      : `${nameOf(one)}: ${one.flaws.join('; ')}.`,
  );

/** The largest backlog against the smallest one of the same service. */
const memoryGoal = (all: readonly Backlog[]): readonly Goal[] => {
  const [small] = all;
  const large = all.findLast(({ down, orders }) => down === small?.down && orders > small.orders);
  if (!small || !large) return [];
  const more = Object.keys(large.memory.most)
    .filter((name) => kindOf(name) === 'services')
    .map((name) => ({ name, mib: (large.memory.most[name] ?? 0) - (small.memory.most[name] ?? 0) }))
    .toSorted((one, other) => other.mib - one.mib);
  const [worst = { name: 'no service', mib: 0 }] = more;
  return [
    goal(
      worst.mib <= MOST_MORE_MIB,
      `With ${large.orders.toLocaleString('en')} orders waiting instead of ${small.orders.toLocaleString('en')}, the service that grew most, ${worst.name}, had ${worst.mib.toFixed(0)} MiB more at its peak; the goal is no more than ${MOST_MORE_MIB}.`,
    ),
  ];
};

const ratesTable = (all: readonly Backlog[]): Series['figures'][number] => ({
  name: 'Backlogs, and how fast they were drained, from the moment on when the service was told to start',
  heading: ['orders', 'down', 'placed/s', 'turned away', 'drained/s', 'drained in, s', 'undone'],
  rows: all.map((one) => [
    one.orders.toLocaleString('en'),
    one.down,
    cell(one.placedPerSecond),
    one.turnedAway,
    cell(perSecond(one)),
    cell(one.drainedMs / 1_000),
    one.compensated,
  ]),
});

const memoryTable = (all: readonly Backlog[]): Series['figures'][number] => ({
  name: 'Memory of each process with a backlog, MiB',
  heading: ['backlog', 'process', 'before', 'all waiting', 'at most', 'afterwards'],
  rows: all.flatMap((one) =>
    Object.keys(one.memory.most).map((name) => [
      nameOf(one),
      name,
      ...(['before', 'waiting', 'most', 'after'] as const).map((when) => cell(one.memory[when][name])),
    ]),
  ),
});

const drainCurve = (all: readonly Backlog[]): Plot => {
  const valueOf = (value: number) => ({ median: value, least: value, most: value });
  return {
    caption: 'Orders a second, placed while the service is down, and drained when it is up again.',
    unit: 'orders per second',
    cases: all.map(nameOf),
    series: [
      {
        name: 'placed',
        token: 'event',
        shape: 'square',
        values: all.map((one) => valueOf(one.placedPerSecond)),
      },
      { name: 'drained', token: 'command', shape: 'disc', values: all.map((one) => valueOf(perSecond(one))) },
    ],
    scale: 'linear',
  };
};
