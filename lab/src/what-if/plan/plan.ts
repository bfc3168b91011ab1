// What would be otherwise: where it begins, which orders end otherwise, what stock and accounts would be, and what people have to do.
import type { Rebuilt } from '../../checker/facts.ts';
import type { History } from '../../checker/history.ts';
import { readModelsAt } from '../../time-travel/states.ts';
import type { Change } from '../change.ts';
import type { ParallelHistory } from '../parallel.ts';
import { settledIn } from '../settled.ts';
import type { Note } from '../world.ts';
import { actsOf } from './acts.ts';
import { divergencesOf } from './divergence.ts';
import type { Divergence } from './divergence.ts';
import { endedOtherwise, ordersOtherwise, otherAmount } from './sagas.ts';
import type { OrderWhatIf } from './sagas.ts';
import { thingsOtherwise } from './things.ts';
import type { ThingWhatIf } from './things.ts';

export interface WhatIfPlan {
  /** Messages on which something else would have been decided; the first of them is where it begins. */
  readonly divergences: readonly Divergence[];
  /** Commits that are the same in both, and that only the parallel history has. */
  readonly same: number;
  readonly more: number;
  /** Orders that would have ended otherwise. */
  readonly ends: readonly OrderWhatIf[];
  /** Orders that are completed in both, and cost something else. */
  readonly amounts: readonly OrderWhatIf[];
  readonly things: readonly ThingWhatIf[];
  /** Requests of the record that would have been refused, one sentence each. */
  readonly refused: readonly string[];
  /** What went outside already, and needs a person; one sentence each. */
  readonly acts: readonly string[];
}

/** Decides by the histories alone, and touches nothing. */
export const planOf = (history: History, change: Change, parallel: ParallelHistory): WhatIfPlan => {
  const [then, would] = [readModelsAt({ history }), readModelsAt(parallel)];
  const { otherwise, same, more } = divergencesOf(history, change, parallel);
  const orders = ordersOtherwise(
    { shown: then, settled: settledIn(history, change.without) },
    { shown: would, settled: settledIn(parallel.history) },
  );
  return {
    divergences: otherwise,
    same,
    more,
    ends: orders.filter(endedOtherwise),
    amounts: orders.filter(otherAmount),
    things: thingsOtherwise(then, would),
    refused: parallel.notes.map(refusal),
    acts: actsOf(orders, openAndTouched(then, otherwise)),
  };
};

/** Orders on their way: what is to come of them is known once they have ended. */
const openAndTouched = (
  { orders, sagas }: Rebuilt,
  divergences: readonly Divergence[],
): readonly string[] => {
  const touched = new Set(divergences.map(({ saga }) => saga));
  const isOpen = (id: string): boolean => {
    const { status } = (sagas.get(id) ?? {}) as { readonly status?: string };
    return status !== 'COMPLETED' && status !== 'COMPENSATED';
  };
  return [...orders.keys()].filter((id) => touched.has(id) && isOpen(id));
};

const refusal = ({ message, at, why, isPoison }: Note): string =>
  `${message.type} of ${new Date(at).toISOString()} ${isPoison ? 'could not have been decided' : 'would have been refused'}: ${why}`;
