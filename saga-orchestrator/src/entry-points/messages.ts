// What the orchestrator reacts to when it comes through the broker.
import { orchestrator } from '@saga-lab/contracts/services';
import type { SagaPolicy } from '../saga/policy.ts';
import { saga } from '../saga/saga.ts';
import { orderFulfilment } from '../sagas/order-fulfilment/order-fulfilment.ts';

/** @throws PermanentError, code SAGA_TABLE, if the table of the saga is wrong. */
export const messages = (policy: SagaPolicy) => ({
  decider: saga(orderFulfilment, policy),
  settings: { ...policy },
  schemas: { ...orchestrator.starts, ...orchestrator.replies },
});
