// What the orchestrator reacts to: events and replies from the broker, acts of operators that come by HTTP, and its timer.
import { categories } from '@saga-lab/contracts/streams';
import { orchestrator } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import type { SagaPolicy } from '../saga/moves.ts';
import { saga } from '../saga/saga.ts';
import { orderFulfilment } from '../sagas/order-fulfilment/order-fulfilment.ts';

const schemas = { ...orchestrator.starts, ...orchestrator.replies };

/** @throws PermanentError, code SAGA_TABLE, if the table of the saga is wrong. */
export const messages = (policy: SagaPolicy) => {
  const sagas = part(saga(orderFulfilment, policy), {
    messages: [...Object.keys(schemas), 'RetrySaga', 'AbortSaga', 'ResolveStep'],
    timers: ['SagaTimer'],
    categories: [categories.saga],
  });
  return { decider: combined({ saga: sagas }), settings: { ...policy }, schemas };
};
