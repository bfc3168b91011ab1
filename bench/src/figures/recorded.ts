// The ratios that were recorded on a quiet machine, and whether those of today are far below: then something has become slow.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Compared } from './comparison.ts';
import type { Machine } from './machine.ts';

export interface Recorded {
  /** What a person types to record it anew. */
  readonly command: string;
  readonly at: string;
  readonly machine: Machine;
  /** Load -> sagas per second, ours to the floor's. */
  readonly ratios: Readonly<Record<string, number>>;
}

export interface Judged {
  readonly load: string;
  readonly ratio: number;
  readonly recorded: number;
  readonly least: number;
  readonly holds: boolean;
}

/** Ratios differ from machine to machine, and on a busy one from run to run; half of it is no accident. */
const LEAST_SHARE = 0.5;

const file = fileURLToPath(new URL('../../recorded.json', import.meta.url));

export const readRecorded = (): Recorded => JSON.parse(readFileSync(file, 'utf8')) as Recorded;

export const record = ({ command, at, machine, ratios }: Recorded): void => {
  writeFileSync(file, `${JSON.stringify({ command, at, machine, ratios }, undefined, 2)}\n`);
};

export const ratesIn = (loads: readonly Compared[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    loads.flatMap(({ load, ratios }) =>
      ratios ? [[load, Math.round(ratios.median.perSecond * 1_000) / 1_000]] : [],
    ),
  );

/** Each load that was recorded. One that was not measured now does not hold: nothing is left out silently. */
export const judged = (
  loads: readonly Compared[],
  { ratios }: Pick<Recorded, 'ratios'>,
): readonly Judged[] => {
  const now = ratesIn(loads);
  return Object.entries(ratios).map(([load, recorded]) => {
    const ratio = now[load] ?? Number.NaN;
    const least = recorded * LEAST_SHARE;
    return { load, ratio, recorded, least, holds: ratio >= least };
  });
};

export const sentenceOf = ({ load, ratio, recorded, least, holds }: Judged): string =>
  `${holds ? '(/)' : '(x)'} ${load}: ${ratio.toFixed(2)} of the floor's rate, at least ${least.toFixed(2)} wanted: half of the ${recorded.toFixed(2)} that were recorded`;
