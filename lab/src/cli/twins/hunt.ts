// One bug: seeds until it is caught, then the run that caught it made small.
import type { Red } from '../../simulator/red.ts';
import type { Choices } from '../../simulator/simulation.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import type { SeedResult } from '../sim/seed-result.ts';
import type { SimWorker } from '../sim/sim-worker.ts';

/** A schedule that shows the bug, made as small as it went. */
export interface Catch {
  readonly seed: number;
  readonly red: Red;
  readonly choices: Choices;
  /** Runs that it took to make it small. */
  readonly runs: number;
}

export interface Hunted {
  readonly twin: PlantedBug;
  /** How many seeds were run up to the first catch, that one included; all of them if there was none. */
  readonly seeds: number;
  /** In the order of their seeds. */
  readonly catches: readonly Catch[];
}

export interface Hunt {
  readonly worker: Pick<SimWorker, 'run' | 'shrink'>;
  readonly from: number;
  readonly seeds: number;
  /** How many catches are wanted. */
  readonly wanted: number;
  readonly signal: AbortSignal;
  /** What is going on, in some words. */
  readonly tell: (what: string) => void;
}

export const hunt = async (twin: PlantedBug, task: Hunt): Promise<Hunted> => {
  const { worker, from, seeds, wanted, signal, tell } = task;
  const catches: Catch[] = [];
  let [ran, first] = [0, 0];
  const isOver = (): boolean =>
    signal.aborted || catches.length >= wanted || ran >= seeds || isFarBehind(ran, first);
  while (!isOver()) {
    const seed = from + ran;
    ran += 1;
    tell(`seed ${seed}`);
    const caught = await catchIn(await worker.run(seed), twin, task);
    if (!caught) continue;
    catches.push(caught);
    first ||= ran;
  }
  return { twin, seeds: first || ran, catches };
};

/** To make one small: what is left after so many is small enough. */
const MOST_RUNS = 250;

/** How far the search for further catches goes, compared with the first one. */
const GOES_ON = 10;

const isFarBehind = (ran: number, first: number): boolean =>
  first > 0 && ran >= Math.max(first * GOES_ON, first + GOES_ON);

/** Nothing if the run shows no invariant that the bug is to break. */
const catchIn = async (
  { seed, reds, choices }: SeedResult,
  { breaks }: PlantedBug,
  { worker, tell }: Hunt,
): Promise<Catch | undefined> => {
  const red = reds.find(({ invariant }) => breaks.some((each) => each === invariant));
  if (!red || !choices) return undefined;
  const { invariant } = red;
  const job = { seed, choices, invariant, mostRuns: MOST_RUNS };
  const shrunk = await worker.shrink(job, ({ runs, choices: left }) => {
    tell(`seed ${seed}, ${left} of ${choices.length} choices left after ${runs} runs`);
  });
  return shrunk && { seed, ...shrunk };
};
