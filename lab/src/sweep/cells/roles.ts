// What a message is in the saga, as its table has it.
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import { steps as rowsOfSaga } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/steps';
import type { Step } from '@saga-lab/saga-orchestrator/saga/table';

/**
 * `done`: a step's command, and the reply that it was done. `undone`: the same of its compensation. `rejected`: the answer
 * to an action that comes after its own compensation. `none`: no row of the table has it, so that nobody sends it.
 */
export type Role = 'done' | 'undone' | 'refused' | 'cancellation' | 'rejected' | 'none';

const steps: readonly Step[] = rowsOfSaga;

/** Every message by which a step is refused. */
export type Refusal = Extract<(typeof rowsOfSaga)[number], { readonly refused: string }>['refused'];

/** What a participant answers to an action that comes after its compensation; see the barrier. */
const REJECTED = 'CommandRejected';

export const roleOf = (message: string): Role => {
  const isOne = (
    ...fields: readonly ('command' | 'succeeded' | 'refused' | 'compensation' | 'compensated')[]
  ) => steps.some((step) => fields.some((field) => step[field] === message));
  if (isOne('command', 'succeeded')) return 'done';
  if (isOne('compensation', 'compensated')) return 'undone';
  if (isOne('refused')) return 'refused';
  if (message === orderFulfilment.cancelledBy.type) return 'cancellation';
  return message === REJECTED ? 'rejected' : 'none';
};

const demand = (step: Step | undefined, what: string): Step => {
  if (!step) throw new Error(`the table of the saga has no ${what}`);
  return step;
};

const pivotAt = steps.findIndex(({ kind }) => kind === 'pivot');

/** The step that is done by the customer's own request. */
export const firstStep = demand(steps[0], 'first step');
export const pivot = demand(steps[pivotAt], 'pivot');
/** The last one that can be undone. */
export const lastBeforePivot = demand(steps[pivotAt - 1], 'step before the pivot');
export const lastStep = demand(steps.at(-1), 'last step');

/** A step whose action can arrive after its own compensation; the first one cannot, it is there before its saga. */
export const overtakenStepOf = (participant: string): Step | undefined =>
  steps.slice(1).find((step) => step.participant === participant && step.compensation !== undefined);
