// What came of visiting one world.
import type { Counterexample, Exploration } from '../../explorer/explore.ts';
import type { Explorable, Visited } from './catalogue.ts';

/** One world, and how long it took. */
export interface Row extends Visited {
  readonly world: Explorable;
  readonly seconds: number;
  /** `found`: what is known to be wrong in this world. */
  readonly verdict: 'holds' | 'found' | 'violated' | 'unknown';
}

export const number = (n: number): string => n.toLocaleString('en');

/** Whether the figures of the oracle are right can be said only without the reduction. */
export const verdictOf = (world: Explorable, exploration: Exploration, reduce: boolean): Row['verdict'] => {
  const { counterexample, complete } = exploration;
  if (counterexample) return isKnown(world, counterexample) ? 'found' : 'violated';
  if (!complete) return 'unknown';
  if (world.finds) return 'violated';
  return reduce || differences(world, exploration).length === 0 ? 'holds' : 'violated';
};

const isKnown = ({ finds }: Explorable, { property, finding }: Counterexample): boolean =>
  finds !== undefined && property === finds.property && finds.finding.test(finding);

/** Where the figures are not those of another model checker. */
export const differences = ({ published = {} }: Explorable, exploration: Exploration): readonly string[] =>
  (['states', 'transitions', 'depth'] as const).flatMap((figure) => {
    const expected = published[figure];
    return expected === undefined || expected === exploration[figure]
      ? []
      : [`${figure}: ${number(exploration[figure])}, and TLC says ${number(expected)}`];
  });
