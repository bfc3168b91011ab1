// What a series comes to: how the cost of a saga changes while one thing grows, in sentences, tables and curves.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { Plot } from '@saga-lab/lab/report/plot';
import { digits } from '../report/table.ts';

export const seriesNames = [
  'history',
  'instances',
  'articles',
  'lines',
  'backlog',
  'overload',
  'memory',
  'idle',
] as const;
export type SeriesName = (typeof seriesNames)[number];

export interface Goal {
  /** `open`: not reached. */
  readonly state: 'holds' | 'open';
  readonly sentence: string;
}

export interface Series {
  readonly name: SeriesName;
  readonly title: string;
  /** What was done, for whoever has not read the code. */
  readonly about: string;
  /** What came out, each in a sentence. */
  readonly says: readonly string[];
  readonly goals: readonly Goal[];
  readonly figures: readonly Figure[];
  readonly curves: readonly Plot[];
  /** Everything that was measured, as it was. */
  readonly raw: unknown;
}

export const goal = (isReached: boolean, sentence: string): Goal => ({
  state: isReached ? 'holds' : 'open',
  sentence,
});

/** A number of a table, with three digits that count; `-`: there is none. */
export const cell = (value: number | undefined): number | string =>
  value !== undefined && Number.isFinite(value) ? digits(value) : '-';

/** In a sentence. */
export const inWords = (value: number): string =>
  Number.isFinite(value) ? digits(value).toLocaleString('en') : 'none';
