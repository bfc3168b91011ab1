// The ratios that were recorded on a quiet machine, and whether those of today are far below: then something has become slow.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from '@saga-lab/lab/report/pieces';
import { planOf } from '../contest/plan.ts';
import { nameOf } from '../load/load.ts';
import { figuresOf } from '../report/figures-of.ts';
import type { Compared } from './comparison.ts';
import type { Machine } from './machine.ts';
import type { Result } from './result.ts';

export interface Recorded {
  /** What a person types to record it anew. */
  readonly command: string;
  readonly at: string;
  readonly machine: Machine;
  /** Load of the smoke test -> sagas per second, ours to the floor's. */
  readonly ratios: Readonly<Record<string, number>>;
  /** For the documents. */
  readonly figures: readonly Figure[];
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

/** `npm run docs` then writes it into the documents. */
export const record = ({ command, at, machine, loads }: Result): void => {
  const recorded: Recorded = { command, at, machine, ratios: ratesIn(loads), figures: figuresOf(loads) };
  writeFileSync(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
};

const smokeLoads = planOf({ extent: 'smoke' }).loads.map(nameOf);

export const ratesIn = (loads: readonly Compared[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    loads.flatMap(({ load, ratios }) =>
      ratios && smokeLoads.includes(load)
        ? [[load, Math.round(ratios.median.perSecond * 1_000) / 1_000]]
        : [],
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
