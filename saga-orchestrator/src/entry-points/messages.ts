// What the orchestrator reacts to: events and replies from the broker, acts of operators that come by HTTP, and its timer.
import { categories } from '@saga-lab/contracts/streams';
import { orchestrator } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { coordinators, schemasFor } from '@saga-lab/protocols/mounted';
import type { Timing } from '@saga-lab/protocols/protocol';
import { timingOf, waitDefaults } from '@saga-lab/protocols/timing';
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
  return {
    decider: combined({ saga: sagas, ...coordinators(timingFor(policy)) }),
    settings: { ...policy },
    schemas: { ...schemas, ...schemasFor(orchestrator.name) },
  };
};

/** A coordinator holds nothing. */
const timingFor = ({ stepDeadlineMs, repeatFirstMs, repeatMostMs }: SagaPolicy): Timing => ({
  ...timingOf({ ...waitDefaults, stepDeadlineMs }),
  repeatFirstMs,
  repeatMostMs,
});
