// A step in the middle that nobody has ever heard of: it takes a row and what its commands carry, and no change of the decider.
import { message, specification, statesOf } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import { orderFulfilment } from '../sagas/order-fulfilment/order-fulfilment.ts';
import type { OrderMemory } from '../sagas/order-fulfilment/data.ts';
import { charged, command, declined, placed, policy, reserved, sagaTimer } from '../testing/order-saga.ts';
import type { Told } from '../testing/order-saga.ts';
import type { SagaEvent } from './events.ts';
import type { Heard } from './messages.ts';
import { saga } from './saga.ts';
import type { SagaDefinition, Step } from './table.ts';

const arrangeDelivery: Step = {
  step: 'arrange-delivery',
  participant: 'delivery-service',
  kind: 'compensatable',
  command: 'ArrangeDelivery',
  succeeded: 'DeliveryArranged',
  refused: 'DeliveryImpossible',
  compensation: 'CancelDelivery',
  compensated: 'DeliveryCancelled',
};

const itsOrder = ({ orderId }: OrderMemory) => ({ orderId });
const withDelivery: SagaDefinition<OrderMemory> = {
  ...orderFulfilment,
  steps: [...orderFulfilment.steps.slice(0, 2), arrangeDelivery, ...orderFulfilment.steps.slice(2)],
  carries: { ...orderFulfilment.carries, ArrangeDelivery: itsOrder, CancelDelivery: itsOrder },
};

const decider = saga(withDelivery, policy);
const given = specification(decider);
const historyOf = (...heard: readonly Told[]) =>
  heard.reduce<readonly SagaEvent[]>(
    (past, told) => [...past, ...decider.decide(statesOf(decider, past), told).events],
    [],
  );

const arranged = message<Heard>({
  ...{ type: 'DeliveryArranged', data: { orderId: 'o1' }, sagaId: 'o1', source: '/delivery-service' },
  ...{ step: 'arrange-delivery', operation: 'action', answer: 'APPLIED' },
});
const impossible: Told = { ...arranged, type: 'DeliveryImpossible', data: { reason: 'TOO_FAR' } };
const undo = { operation: 'compensation', data: { orderId: 'o1' } } as const;

describe('a table with a step more', () => {
  it('does it in its place', () => {
    given(historyOf(placed))
      .when(reserved)
      .thenSends([
        command('ArrangeDelivery', 'delivery-service', 'arrange-delivery', { data: { orderId: 'o1' } }),
      ]);
    given(historyOf(placed, reserved))
      .when(arranged)
      .thenSends([command('ChargePayment', 'payment-service', 'charge-payment')]);
    expect(historyOf(placed, reserved, arranged, charged).at(-2)?.data).to.include({
      command: 'ApproveOrder',
    });
  });

  it('undoes it in its place, and not if it was refused', () => {
    given(historyOf(placed, reserved, arranged))
      .when(declined)
      .thenSends([
        command('CancelDelivery', 'delivery-service', 'arrange-delivery', undo),
        sagaTimer(2, 500),
      ]);
    const after = given(historyOf(placed, reserved)).when(impossible);
    expect(after.decision.messages[0]?.type).to.equal('ReleaseStock');
  });
});
