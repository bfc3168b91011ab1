// What is done about red runs: the first of each invariant is made small and written down, the others are named.
import { join } from 'node:path';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { quoted } from '@saga-lab/launcher/command/shell';
import type { Red } from '../../simulator/red.ts';
import type { Shrunk } from '../../simulator/shrink.ts';
import type { Finding } from '../finding.ts';
import { folderPart, optionsText } from './given.ts';
import type { Given } from './given.ts';
import { newSchedule } from './schedule.ts';
import { writeSchedule } from './schedule-file.ts';
import type { SeedResult } from './seed-result.ts';
import type { SimWorker } from './sim-worker.ts';

/** Shrinking takes up to a minute each. */
const MOST_SHRUNK = 3;

export interface RedRun {
  readonly seed: number;
  readonly red: Red;
  /** Where its schedule is; left out for those that are only named. */
  readonly file?: string;
  /** The command that has it again. */
  readonly next: string;
  /** How small it is, in a sentence. */
  readonly size?: string;
}

export interface Shrinking extends Given {
  readonly worker: Pick<SimWorker, 'shrink'>;
  readonly reports: string;
  readonly signal: AbortSignal;
  /** What is going on, in a line. */
  readonly tell: (line: string) => void;
}

/** One after the other. */
export const treatRedRuns = async (
  results: readonly SeedResult[],
  shrinking: Shrinking,
): Promise<readonly RedRun[]> => {
  const chosen = firstOfEach(results).slice(0, MOST_SHRUNK);
  const runs: RedRun[] = [];
  for (const result of results)
    for (const red of result.reds.slice(0, 1))
      runs.push(
        chosen.includes(result) ? await written(result, red, shrinking) : named(result, red, shrinking),
      );
  return runs;
};

const firstOfEach = (results: readonly SeedResult[]): readonly SeedResult[] => {
  const invariants = new Set<string | undefined>();
  return results.filter(({ reds: [first] }) => {
    const isNew = !invariants.has(first?.invariant);
    invariants.add(first?.invariant);
    return isNew;
  });
};

const named = ({ seed }: SeedResult, red: Red, given: Given): RedRun => ({
  seed,
  red,
  next: `npm run sim -- --seeds 1 --from ${seed}${optionsText(given)}`,
});

const written = async (result: SeedResult, red: Red, shrinking: Shrinking): Promise<RedRun> => {
  const { seed } = result;
  const { twin, protocols, reports } = shrinking;
  const made = await smaller(result, red, shrinking);
  const file = join(reports, `sim-${folderPart(shrinking)}${seed}`, 'schedule.json');
  writeSchedule(file, newSchedule({ seed, twin, protocols, red: made.red, choices: made.choices }));
  return {
    seed,
    red: made.red,
    file,
    size: made.size,
    next: `npm run sim -- --replay ${quoted(file)} --story`,
  };
};

interface MadeSmaller {
  readonly red: Red;
  readonly choices?: readonly (readonly [string, number])[] | undefined;
  /** How far it got, in a sentence. */
  readonly size: string;
}

const smaller = async (
  { seed, choices }: SeedResult,
  red: Red,
  { worker, signal, tell }: Shrinking,
): Promise<MadeSmaller> => {
  const asItIs = (why: string): MadeSmaller => ({ red, choices, size: `Not made smaller: ${why}` });
  const { invariant } = red;
  if (!choices) return asItIs('the simulator ended without its choices');
  if (signal.aborted) return asItIs('the run was stopped');
  try {
    const shrunk = await worker.shrink({ seed, choices, invariant }, ({ runs, choices: left }) => {
      tell(
        `Shrinking seed ${seed} (${invariant}): ${left} of ${choices.length} choices left after ${runs} runs`,
      );
    });
    return shrunk ? fromShrunk(shrunk, choices.length) : asItIs(NOT_AGAIN);
  } catch (error) {
    return asItIs(errorMessage(error));
  }
};

const fromShrunk = ({ red, choices, runs }: Shrunk, before: number): MadeSmaller => ({
  red,
  choices: [...choices],
  size: `${choices.size} of its ${before} choices are enough, as ${runs} runs have shown`,
});

const NOT_AGAIN = 'with the same choices it is not red again, so something in it is not determined by them';

export const redFinding = ({ seed, red, size, next }: RedRun): Finding => ({
  state: 'violated',
  sentence: `Seed ${seed}, ${red.invariant}: ${red.finding.replace(/\.$/, '')}${size === undefined ? '' : `. ${size}`}`,
  next,
});
