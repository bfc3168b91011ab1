// All that one call of `npm run bench:growth` says, and what of it is kept for the documents.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../figures/machine.ts';
import { seriesNames } from './series.ts';
import type { Series } from './series.ts';

interface Run {
  readonly command: string;
  readonly at: string;
  readonly machine: Machine;
}

export interface GrowthResult extends Run {
  readonly series: readonly Series[];
}

/** Without raw figures and curves: the documents have sentences and tables. Each series says in which run it was measured. */
export type RecordedSeries = Run & Omit<Series, 'raw' | 'curves'>;

const file = fileURLToPath(new URL('../../recorded-growth.json', import.meta.url));

/** What was recorded before of other series stays. `npm run docs` then writes it into the documents. */
export const record = (result: GrowthResult): void => {
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as readonly RecordedSeries[])
    : [];
  writeFileSync(file, `${JSON.stringify(recordedWith(before, result), undefined, 2)}\n`);
};

/** In the order in which series are measured. */
export const recordedWith = (
  before: readonly RecordedSeries[],
  { series, command, at, machine }: GrowthResult,
): readonly RecordedSeries[] => {
  const now = series.map(({ raw: _raw, curves: _curves, ...kept }) => ({ command, at, machine, ...kept }));
  return seriesNames.flatMap((name) => [...now, ...before].find((one) => one.name === name) ?? []);
};
