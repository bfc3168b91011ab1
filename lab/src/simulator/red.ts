// What makes a run red: an exception, or an invariant that does not hold once everything has come to rest.
import { errorMessage } from '@saga-lab/platform/decider/errors';
import type { Invariant } from '../checker/verdict.ts';
import type { Simulate, Simulation, SimulationOptions } from './simulation.ts';

export interface Red {
  /** `error`: an exception that nobody caught. */
  readonly invariant: Invariant | 'error';
  /** What is wrong, and where, in a sentence. */
  readonly finding: string;
}

/** Every reason why a run is red, the first one first; none if it is green. */
export const redIn = ({ error, verdicts }: Pick<Simulation, 'error' | 'verdicts'>): readonly Red[] => [
  ...(error === undefined ? [] : [{ invariant: 'error' as const, finding: error }]),
  ...verdicts
    // At the end of a run nothing is on its way any more: what is still open stays so.
    .filter(({ state }) => state !== 'holds')
    .map(({ invariant, sentence, findings: [first] }) => ({ invariant, finding: first ?? sentence })),
];

export interface Run {
  /** Missing if the simulator itself threw. */
  readonly simulation?: Simulation;
  readonly reds: readonly Red[];
}

/** A simulator that throws is a red run, too. */
export const runOf = async (simulate: Simulate, options: SimulationOptions): Promise<Run> => {
  try {
    const simulation = await simulate(options);
    return { simulation, reds: redIn(simulation) };
  } catch (error) {
    return { reds: [{ invariant: 'error', finding: errorMessage(error) }] };
  }
};
