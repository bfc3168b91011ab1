// The saga of an order: the table of its steps, its data, and what may stop it.
import type { SagaDefinition } from '../../saga/table.ts';
import { commandData, isAbout, remember } from './data.ts';
import type { OrderMemory } from './data.ts';
import { steps } from './steps.ts';
import type { Cancellation } from './steps.ts';

const cancellation: Cancellation = 'OrderCancellationRequested';

export const orderFulfilment: SagaDefinition<OrderMemory> = {
  name: 'order-fulfilment',
  steps,
  cancelledBy: { type: cancellation, source: 'order-service' },
  isAbout,
  remember,
  commandData,
};
