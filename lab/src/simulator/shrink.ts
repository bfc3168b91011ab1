// Makes a red run small: choices are taken away, then made simpler, for as long as the same invariant stays broken.
// Source: A. Zeller, R. Hildebrandt: Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002; here without the step that
// keeps a single part, because a part of a schedule is rarely red alone.
import { runOf } from './red.ts';
import type { Red } from './red.ts';
import type { Choices, Simulate, Simulation, Twin } from './simulation.ts';

/** Runs that one shrinking may take. */
const MOST_RUNS = 1_000;

export interface ShrinkTask {
  readonly simulate: Simulate;
  readonly seed: number;
  readonly twin?: Twin | undefined;
  /** Of the run that was red. */
  readonly choices: Choices;
  /** What has to stay broken. */
  readonly invariant: Red['invariant'];
  readonly mostRuns?: number;
  readonly tell?: (progress: ShrinkProgress) => void;
}

export interface ShrinkProgress {
  readonly runs: number;
  /** Choices that are left. */
  readonly choices: number;
}

export interface Shrunk {
  readonly choices: Choices;
  readonly red: Red;
  readonly runs: number;
}

/** The same task gives the same answer; `undefined` if these choices are not red again, so that the run depends on something else. */
export const shrink = async (task: ShrinkTask): Promise<Shrunk | undefined> => {
  const trials = trialsOf(task);
  if (!(await trials.isRed(task.choices))) return undefined;
  await trials.isRed(new Map());
  let before: number;
  do {
    before = trials.runsThatHelped();
    await takeKindsAway(trials);
    await takePartsAway(trials);
    await makeValuesSmaller(trials);
  } while (trials.runsThatHelped() > before && trials.mayGoOn());
  return trials.best();
};

interface Trials {
  /** Whether the invariant is broken with these choices, too; then they are the best from now on. */
  readonly isRed: (choices: Choices) => Promise<boolean>;
  readonly choices: () => Choices;
  readonly best: () => Shrunk | undefined;
  readonly runsThatHelped: () => number;
  readonly mayGoOn: () => boolean;
}

const trialsOf = ({ tell = () => undefined, ...task }: ShrinkTask): Trials => {
  const { seed, twin, mostRuns = MOST_RUNS } = task;
  const tried = new Set<string>();
  let best: Omit<Shrunk, 'runs'> | undefined;
  let runs = 0;
  let helped = 0;

  const run = async (choices: Choices): Promise<boolean> => {
    runs += 1;
    const { simulation, reds } = await runOf(task.simulate, { seed, choices, ...(twin && { twin }) });
    const red = reds.find(({ invariant }) => invariant === task.invariant);
    if (red) {
      best = { choices: asked(choices, simulation), red };
      helped += 1;
    }
    tell({ runs, choices: best?.choices.size ?? task.choices.size });
    return red !== undefined;
  };

  return {
    isRed: (choices) => {
      const key = JSON.stringify([...choices]);
      if (runs >= mostRuns || tried.has(key)) return Promise.resolve(false);
      tried.add(key);
      return run(choices);
    },
    choices: () => best?.choices ?? task.choices,
    best: () => best && { ...best, runs },
    runsThatHelped: () => helped,
    mayGoOn: () => runs < mostRuns,
  };
};

/** A choice that the run never came to says nothing. */
const asked = (choices: Choices, simulation: Simulation | undefined): Choices =>
  simulation ? new Map([...choices].filter(([name]) => simulation.choices.has(name))) : choices;

/** Most runs are red for the sake of one or two kinds of fault: all others go with one run each. */
const takeKindsAway = async (trials: Trials): Promise<void> => {
  for (const kind of new Set([...trials.choices().keys()].map(kindOf)))
    await trials.isRed(only(trials.choices(), (name) => kindOf(name) !== kind));
};

/** In `payment-service 1 committing ChargePayment: delay` it is `delay`. */
const kindOf = (name: string): string => name.slice(name.lastIndexOf(':') + 1).replaceAll(/\d+/g, '');

/** Halves, quarters and so on to single ones, the last choices first: without them the run stays as it was up to there. */
const takePartsAway = async (trials: Trials): Promise<void> => {
  for (let size = half(trials.choices().size); size >= 1; size = size === 1 ? 0 : half(size))
    for (let end = trials.choices().size; end > 0; end = Math.min(end - size, trials.choices().size)) {
      const [from, to] = [end - size, end];
      await trials.isRed(only(trials.choices(), (_name, n) => n < from || n >= to));
    }
};

const half = (size: number): number => Math.ceil(size / 2);

/** 0 is the simplest value and was tried, as taking away; then 1, the half, and one less. */
const makeValuesSmaller = async (trials: Trials): Promise<void> => {
  for (const name of trials.choices().keys())
    for (let value = trials.choices().get(name) ?? 0; value > 1;) {
      const smaller = await firstRed(trials, name, [1, Math.floor(value / 2), value - 1]);
      value = smaller ?? 0;
    }
};

const firstRed = async (
  trials: Trials,
  name: string,
  values: readonly number[],
): Promise<number | undefined> => {
  for (const value of values)
    if (await trials.isRed(new Map([...trials.choices(), [name, value]]))) return value;
  return undefined;
};

const only = (choices: Choices, wanted: (name: string, n: number) => boolean): Choices =>
  new Map([...choices].filter(([name], n) => wanted(name, n)));
