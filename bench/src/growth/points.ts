// Series that are loads: the same load again and again while one thing grows.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { Plot, PlotSeries, PlotValue } from '@saga-lab/lab/report/plot';
import type { RunFigures } from '../contest/run.ts';
import { byKind, kinds } from '../figures/comparison.ts';
import { spreadOf } from '../figures/nested.ts';
import { cell } from './series.ts';

/** One step of what grows, under one load. */
export interface Point {
  /** `10,000 sagas` */
  readonly step: string;
  readonly atOnce: number;
  readonly runs: readonly RunFigures[];
  /** What else was counted there, by the heading of its column. */
  readonly more?: Readonly<Record<string, number>>;
}

export const ratesOf = ({ runs }: Point): PlotValue => {
  const { median, least, most } = spreadOf(runs);
  return { median: median.perSecond, least: least.perSecond, most: most.perSecond };
};

/** Milliseconds of processor time for one saga, of all but the load generator. */
export const cpuOf = (figures: Pick<RunFigures, 'processes'>): number => {
  const cpu = byKind(figures, 'cpuMs');
  return cpu.services + cpu.databases + cpu.broker;
};

const KIB = 1_024;

/** Bytes to the disk for one saga, of all but the load generator. */
const diskOf = (figures: RunFigures): number => {
  const disk = byKind(figures, 'diskBytes');
  return disk.services + disk.databases + disk.broker;
};

/** Rate to that of the first step, under the same load. */
export const toFirst = (points: readonly Point[], point: Point): number => {
  const first = points.find(({ atOnce }) => atOnce === point.atOnce);
  return first ? ratesOf(point).median / ratesOf(first).median : Number.NaN;
};

const HEADING = [
  'at once',
  'sagas/s',
  'least',
  'most',
  'of the first',
  'p50 ms',
  'p99 ms',
  'cpu ms a saga',
  ...kinds.filter((kind) => kind !== 'generator'),
  'commits a saga',
  'messages a saga',
  'repeats',
  'KiB to the disk a saga',
  'memory of the services, MiB',
];

export const pointsTable = (name: string, step: string, points: readonly Point[]): Figure => {
  const more = Object.keys(points[0]?.more ?? {});
  return {
    name,
    heading: [step, ...HEADING, ...more],
    rows: points.map((point) => rowOf(points, point, more)),
  };
};

const rowOf = (points: readonly Point[], point: Point, more: readonly string[]): Figure['rows'][number] => {
  const { median } = spreadOf(point.runs);
  const rates = ratesOf(point);
  const cpu = byKind(median, 'cpuMs');
  return [
    point.step,
    point.atOnce,
    ...[rates.median, rates.least, rates.most, toFirst(points, point)].map(cell),
    ...[median.latency.p50, median.latency.p99, cpuOf(median)].map(cell),
    ...[cpu.services, cpu.databases, cpu.broker, median.commits, median.messages?.published].map(cell),
    ...[median.repeats, diskOf(median) / KIB, byKind(median, 'memoryMiB').services].map(cell),
    ...more.map((heading) => cell(point.more?.[heading])),
  ];
};

const LOOKS: readonly Pick<PlotSeries, 'token' | 'shape'>[] = [
  { token: 'command', shape: 'disc' },
  { token: 'event', shape: 'square' },
];

/** One line for each number at once. */
const curveOf = (
  points: readonly Point[],
  given: Pick<Plot, 'caption' | 'unit'>,
  valueOf: (point: Point) => PlotValue,
): Plot => {
  const cases = [...new Set(points.map(({ step }) => step))];
  const series = [...new Set(points.map(({ atOnce }) => atOnce))].map((atOnce, n): PlotSeries => ({
    name: `${atOnce} at once`,
    ...(LOOKS[n % LOOKS.length] ?? { token: 'command', shape: 'disc' }),
    values: cases.map((step) => {
      const point = points.find((one) => one.step === step && one.atOnce === atOnce);
      return point && valueOf(point);
    }),
  }));
  return { ...given, cases, series, scale: 'linear', joined: true };
};

/** `what`: what grows, as in `against how many sagas the history has`. */
export const pointsCurves = (points: readonly Point[], what: string): readonly Plot[] => [
  curveOf(points, { caption: `Sagas that end in a second, ${what}.`, unit: 'sagas per second' }, ratesOf),
  curveOf(points, { caption: `Processor time for one saga, ${what}.`, unit: 'ms' }, ({ runs }) => {
    const all = runs.map(cpuOf);
    return spreadOf(all);
  }),
];
