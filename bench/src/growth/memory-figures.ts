// Memory over a longer run: what each process has at quarters of it, and how much it grows behind the first half.
import type { Plot, PlotSeries } from '@saga-lab/lab/report/plot';
import { kindOf } from '../figures/comparison.ts';
import { median } from '../figures/nested.ts';
import type { MemorySample } from './memory-watch.ts';
import { cell, goal } from './series.ts';
import type { Series } from './series.ts';

export interface LongRun {
  readonly atOnce: number;
  readonly sagas: number;
  readonly samples: readonly MemorySample[];
}

const PARTS = 8;
const MOST_MIB = 200;
/** Of the memory in the third quarter, to be called flat. */
const MOST_GROWTH = 0.1;

/** Medians of what each process had in each of so many parts of the run. */
export const partsOf = (samples: readonly MemorySample[], parts: number): readonly MemorySample['mib'][] => {
  const end = (samples.at(-1)?.atMs ?? 0) + 1;
  const names = [...new Set(samples.flatMap(({ mib }) => Object.keys(mib)))];
  return Array.from({ length: parts }, (_, part) => {
    const own = samples.filter(({ atMs }) => Math.floor((atMs * parts) / end) === part);
    return Object.fromEntries(names.map((name) => [name, median(own.flatMap(({ mib }) => mib[name] ?? []))]));
  });
};

interface Grown {
  readonly name: string;
  /** In the last quarter. */
  readonly mib: number;
  /** By so much of what it had in the third quarter. */
  readonly share: number;
}

const NONE: Grown = { name: 'none', mib: 0, share: 0 };

/** Of the services alone. */
const grownIn = (quarters: readonly MemorySample['mib'][]): readonly Grown[] => {
  const [third = {}, last = {}] = quarters.slice(2);
  return Object.entries(last)
    .filter(([name]) => kindOf(name) === 'services')
    .map(([name, mib]) => ({ name, mib, share: mib / (third[name] ?? mib) - 1 }));
};

export const longRunOf = (run: LongRun): Series => {
  const quarters = partsOf(run.samples, 4);
  const services = grownIn(quarters);
  const [largest = NONE] = services.toSorted((one, other) => other.mib - one.mib);
  const [fastest = NONE] = services.toSorted((one, other) => other.share - one.share);
  const percent = `${(fastest.share * 100).toFixed(0)} %`;
  const mib = `${largest.mib.toFixed(0)} MiB`;
  return {
    name: 'memory',
    title: 'Memory over a longer run',
    about: `${run.sagas.toLocaleString('en')} sagas, ${run.atOnce} at once. What is told is the memory that is resident, as the kernel counts it. A database fills its cache up to a size that is set, so only the services are judged.`,
    says: [
      `From the third quarter to the last, ${fastest.name} grew most of the services: by ${percent}. ${largest.name} has most: ${mib}.`,
    ],
    goals: [
      goal(
        fastest.share <= MOST_GROWTH,
        `Between the last two quarters no service grew by more than ${percent}; the goal is no more than ${MOST_GROWTH * 100} %.`,
      ),
      goal(
        largest.mib < MOST_MIB,
        `In the last quarter no service had more than ${mib}; the goal is less than ${MOST_MIB}.`,
      ),
    ],
    figures: [quartersTable(quarters)],
    curves: [curveOf(run.samples)],
    raw: run,
  };
};

const quartersTable = (quarters: readonly MemorySample['mib'][]): Series['figures'][number] => ({
  name: 'Memory of each process, MiB: the median in each quarter of the run',
  heading: ['process', 'first', 'second', 'third', 'last'],
  rows: Object.keys(quarters[0] ?? {}).map((name) => [name, ...quarters.map((one) => cell(one[name]))]),
});

const LOOKS: readonly Pick<PlotSeries, 'token' | 'shape'>[] = [
  { token: 'command', shape: 'disc' },
  { token: 'event', shape: 'square' },
  { token: 'ok', shape: 'diamond' },
  { token: 'compensation', shape: 'triangle' },
  { token: 'wait', shape: 'ring' },
];

/** Services each, and the broker; databases are in the table. */
const curveOf = (samples: readonly MemorySample[]): Plot => {
  const parts = partsOf(samples, PARTS);
  const names = Object.keys(parts[0] ?? {}).filter((name) => kindOf(name) !== 'databases');
  const seconds = (samples.at(-1)?.atMs ?? 0) / 1_000;
  return {
    caption: 'Memory of the services and of the broker, against the seconds since the run began.',
    unit: 'MiB',
    cases: parts.map((_part, n) => ((seconds * (n + 0.5)) / PARTS).toFixed(0)),
    series: names.slice(0, LOOKS.length).map((name, n) => ({
      name,
      ...(LOOKS[n] ?? { token: 'wait', shape: 'ring' }),
      values: parts.map((part) => {
        const value = part[name] ?? Number.NaN;
        return Number.isFinite(value) ? { median: value, least: value, most: value } : undefined;
      }),
    })),
    scale: 'linear',
    joined: true,
  };
};
