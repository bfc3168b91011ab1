// Partial-order reduction: where the order of two owners' steps makes no difference, one order is enough.
// Source: P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, LNCS 1032, 1996, chapters 4
// (persistent sets) and 6 (properties of local states); the proviso for breadth-first search: D. Bosnacki, G. J. Holzmann,
// Improving Spin's Partial-Order Reduction for Breadth-First Search, SPIN 2005.
import type { Step } from './world.ts';

/**
 * A step that is alone; or the steps of one owner that have nothing to do with anybody else's, if there is such an owner and one of them leads to a
 * state that is not known yet (otherwise the others could be put off for ever); or all steps.
 *
 * Of the whole space it leaves out states, but keeps: every state in which nothing can happen any more; every state of what one
 * owner owns, and of what several share; and, for an end that lasts, whether it can be reached from everywhere.
 * It is right for a world whose steps keep what `Step` says of `owner` and `local`, and whose properties are each about what one
 * owner owns, or about what several share.
 */
export const enough = <S>(
  steps: readonly Step<S>[],
  isNew: (state: S) => boolean,
): ReadonlySet<Step<S>> | undefined => {
  const leadsOn = ({ next }: Step<S>): boolean => isNew(next);
  const alone = steps.find((step) => step.alone === true && leadsOn(step));
  if (alone) return new Set([alone]);
  const groups = byOwner(steps);
  if (groups.length < 2) return undefined;
  const own = groups.find((group) => group.every(({ local }) => local === true) && group.some(leadsOn));
  return own && new Set(own);
};

/** No groups at all if a step has no owner: it may have to do with anybody. */
const byOwner = <S>(steps: readonly Step<S>[]): readonly (readonly Step<S>[])[] => {
  const groups = Map.groupBy(steps, ({ owner }) => owner);
  return groups.has(undefined) ? [] : [...groups.values()];
};
