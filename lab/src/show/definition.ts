// What pictures take from the saga's definition: which command is the pivot, and what is on hold from which reply to which.
import type { Step } from '@saga-lab/saga-orchestrator/saga/table';
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';

export interface Hold {
  /** The reply with which something is on hold at its participant. */
  readonly begins: string;
  /** The replies with which it no longer is. */
  readonly ends: readonly string[];
}

export const pivotOf = (steps: readonly Step[]): string | undefined =>
  steps.find(({ kind }) => kind === 'pivot')?.command;

export const holdsOf = (steps: readonly Step[]): readonly Hold[] =>
  steps.flatMap(({ succeeded: begins, compensated, heldUntil }) => {
    if (heldUntil === undefined) return [];
    const released = steps.find(({ step }) => step === heldUntil)?.succeeded;
    return [{ begins, ends: [compensated, released].filter((reply) => reply !== undefined) }];
  });

export const PIVOT = pivotOf(orderFulfilment.steps);
export const HOLDS = holdsOf(orderFulfilment.steps);
