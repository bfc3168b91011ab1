// The figures of a run of seeds, for people.
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import type { Counts } from '../../simulator/simulation.ts';
import type { Finding } from '../finding.ts';
import { findingLines } from '../finding.ts';
import { clockTime } from '../progress-bar.ts';
import type { Given } from './given.ts';
import type { Shares } from './profile.ts';
import type { Ended } from './run-seeds.ts';
import type { Totals } from './totals.ts';

/** Resident memory of the whole process, bytes. */
export interface Memory {
  readonly afterATenth: number;
  readonly atTheEnd: number;
}

export interface SeedFigures extends Given {
  readonly totals: Totals;
  readonly from: number;
  readonly workers: number;
  readonly ended: Ended;
  readonly elapsedMs: number;
  readonly memory: Memory;
  readonly shares?: Shares | undefined;
}

export const figureLines = (figures: SeedFigures, paint: Paint): readonly string[] => {
  const { faults, seen, outcomes } = figures.totals;
  const counted = (title: string, counts: Counts) => [
    ...table(
      [title, 'times'],
      Object.entries(counts).filter(([, n]) => n > 0),
    ),
    '',
  ];
  return [
    ...counted('faults', faults),
    ...counted('sometimes', seen),
    ...counted('orders', outcomes),
    ...timeLines(figures),
    '',
    ...findingLines(findingsOf(figures), paint),
  ];
};

export const timeLines = ({ totals, shares, memory }: SeedFigures): readonly string[] => {
  const { cpuMs, seeds, steps, virtualMs, fingerprint } = totals;
  if (seeds === 0) return [];
  return [
    `One seed takes ${ms(cpuMs.mean)} of processor time in the mean, ${ms(cpuMs.p50)} at the median, ${ms(cpuMs.p99)} at the 99th percentile.`,
    `It has ${number(steps / seeds)} steps and ${number(virtualMs / seeds / 1_000)} s of simulated time in the mean.`,
    ...(shares ? [`What takes it: ${sharesText(shares)}.`] : []),
    `Memory: ${megabytes(memory.afterATenth)} after a tenth of the run, ${megabytes(memory.atTheEnd)} at its end.`,
    `Fingerprint of all runs: ${fingerprint}. The same seeds have the same on every machine, with any number of workers.`,
  ];
};

const LEAST_SHARE = 0.03;

const sharesText = (shares: Shares): string => {
  const large = shares.filter(([, share]) => share >= LEAST_SHARE);
  const rest = 1 - large.reduce((sum, [, share]) => sum + share, 0);
  return [...large, ['others', rest] as const]
    .map(([part, share]) => `${part} ${Math.round(share * 100)} %`)
    .join(', ');
};

export const findingsOf = (figures: SeedFigures): readonly Finding[] => {
  const { totals, elapsedMs, ended } = figures;
  return [
    {
      state: totals.red.length === 0 ? 'holds' : 'violated',
      sentence: `${seedsText(figures)} in ${clockTime(elapsedMs)} min: ${totals.red.length === 0 ? 'all invariants hold in each' : `${number(totals.red.length)} red`}`,
    },
    ...(ended === 'red' ? [early('more red runs would tell nothing new')] : []),
    ...(ended === 'stopped' ? [early('it was stopped')] : []),
    ...missing('fault', totals.faults),
    ...missing('"sometimes"', totals.seen),
  ];
};

const seedsText = ({ totals, from, workers, twin, protocols }: SeedFigures): string => {
  const last = from + totals.seeds - 1;
  const seeds =
    totals.seeds === 1 ? `1 seed (${from})` : `${number(totals.seeds)} seeds (${from} to ${last})`;
  const bug = twin === undefined ? '' : ` with the bug ${twin}`;
  const under = protocols === undefined ? '' : ` under ${protocols.join(', ')}`;
  return `${seeds}${bug}${under} on ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
};

const early = (why: string): Finding => ({ state: 'open', sentence: `The run ended early: ${why}` });

const missing = (what: string, counts: Counts): readonly Finding[] => {
  const names = Object.entries(counts).flatMap(([name, n]) => (n === 0 ? [name] : []));
  if (names.length === 0) return [];
  return [{ state: 'open', sentence: `This run has seen no ${what} of: ${names.join(', ')}` }];
};

const number = (n: number): string => Math.round(n).toLocaleString('en');
const ms = (n: number): string => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`;
const megabytes = (bytes: number): string => `${number(bytes / 2 ** 20)} MB`;
