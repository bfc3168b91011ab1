// Tables of how fast it was.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { Compared } from '../figures/comparison.ts';
import type { RunFigures } from '../contest/run.ts';
import type { Spread } from '../figures/nested.ts';
import { digits, isAboutLatency } from './table.ts';

type Cells = readonly (string | number)[];

/** One row for each load and contestant. */
const rowsOf = (
  loads: readonly Compared[],
  cells: (one: Spread<RunFigures>, name: string, compared: Compared) => Cells,
): readonly Cells[] =>
  loads.flatMap((compared) =>
    Object.entries(compared.of).map(([name, one]) => [compared.load, name, ...cells(one, name, compared)]),
  );

const spread = <T>({ median, least, most }: Spread<T>, valueOf: (figures: T) => number): Cells =>
  [median, least, most].map((figures) => digits(valueOf(figures)));

const isOpen = ({ load }: Compared): boolean => load.includes('/s');
/** Of this project's system alone. */
const isOwn = ({ load }: Compared): boolean => load.includes(',');

const HEADING = [
  'load',
  'who',
  'sagas/s',
  'least',
  'most',
  'p50 ms',
  'least',
  'most',
  'p95 ms',
  'p99 ms',
  'window p50',
  'window p99',
  'repeats',
];

const speed = (one: Spread<RunFigures>): Cells => [
  ...spread(one, ({ perSecond }) => perSecond),
  ...spread(one, ({ latency }) => latency.p50),
  ...[one.median.latency.p95, one.median.latency.p99].map(digits),
  ...[one.median.window.p50, one.median.window.p99, one.median.repeats].map(digits),
];

export const speedFigure = (loads: readonly Compared[]): Figure => ({
  name: 'Closed loop: medians of the rounds, with the least and the most',
  heading: HEADING,
  rows: rowsOf(
    loads.filter((one) => !isOpen(one) && !isOwn(one)),
    speed,
  ),
});

export const ratioFigure = (loads: readonly Compared[]): Figure => ({
  name: 'Ours to others in the same round: rates (the more the better) and median latencies (the less the better), with the least and the most of all rounds',
  heading: ['load', 'to', 'rate', 'least', 'most', 'latency', 'least', 'most'],
  rows: loads.flatMap(({ load, ratios, toOthers }) =>
    Object.entries({ ...(ratios && { floor: ratios }), ...toOthers }).map(([name, to]) => [
      load,
      name,
      ...spread(to, ({ perSecond }) => perSecond),
      ...spread(to, ({ latency }) => latency),
    ]),
  ),
});

export const openLoopFigure = (loads: readonly Compared[]): Figure => ({
  name: 'Open loop: so many sagas are meant to begin in a second, evenly spaced; latencies count from then on, whether the generator was late or not',
  heading: [...HEADING, 'turned away'],
  rows: rowsOf(loads.filter(isOpen), (one) => [...speed(one), digits(one.median.shed)]),
});

/** Against the same number at once without refusals, on many articles. */
export const ownLoadsFigure = (loads: readonly Compared[]): Figure => ({
  name: 'Loads that the floor does not know, against the same number at once without refusals and on many articles',
  heading: [...HEADING, 'commits', 'of the usual rate'],
  rows: rowsOf(
    loads.filter((one) => isOwn(one) && !isAboutLatency(one.load)),
    (one, name, { load }) => {
      const usual = loads.find((other) => other.load === load.split(',')[0])?.of;
      const rate = usual?.[name as keyof typeof usual]?.median.perSecond;
      return [
        ...speed(one),
        digits(one.median.commits),
        rate === undefined ? '' : digits(one.median.perSecond / rate),
      ];
    },
  ),
});
