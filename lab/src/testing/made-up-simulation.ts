// A simulator without a simulated world: whether a run is red follows from its choices alone.
import type { Invariant, Verdict } from '../checker/verdict.ts';
import type { Choices, Simulate, Simulation } from '../simulator/simulation.ts';
import { completed, factsOf } from './made-up-facts.ts';

export const verdictOf = (invariant: Invariant, ...findings: readonly string[]): Verdict => ({
  invariant,
  state: findings.length === 0 ? 'holds' : 'violated',
  sentence: findings.length === 0 ? 'It holds.' : 'It does not hold.',
  findings,
});

/** A green run in which nothing was done to one completed order, but for what is changed. */
export const simulationOf = (change: Partial<Simulation> = {}): Simulation => ({
  seed: 1,
  verdicts: [verdictOf('I-1'), verdictOf('I-5')],
  facts: factsOf(completed()),
  choices: new Map(),
  injections: [],
  durableAt: new Map(),
  faults: { crash: 1, pause: 0 },
  seen: { conflict: 2, parked: 0 },
  outcomes: { COMPLETED: 1 },
  steps: 100,
  virtualMs: 5_000,
  hash: 'a1',
  trace: [],
  ...change,
});

export interface MadeUp {
  /** Choices of a run that is given none. */
  readonly made?: Choices;
  /** What is found wrong with these choices, of I-5; nothing if they are fine. */
  readonly wrong: (choices: Choices) => string | undefined;
  /** Names that a run comes to ask for; all unless told. */
  readonly asksFor?: (name: string, choices: Choices) => boolean;
}

/** Counts its runs. */
export const madeUpSimulate = ({ made = new Map(), wrong, asksFor = () => true }: MadeUp) => {
  const runs: Choices[] = [];
  const simulate: Simulate = ({ seed, choices: given = made }) => {
    runs.push(given);
    const choices = new Map([...given].filter(([name, value]) => value > 0 && asksFor(name, given)));
    const finding = wrong(choices);
    const verdicts = [verdictOf('I-1'), verdictOf('I-5', ...(finding === undefined ? [] : [finding]))];
    return Promise.resolve(simulationOf({ seed, choices, verdicts, hash: `${seed}` }));
  };
  return { simulate, runs };
};
