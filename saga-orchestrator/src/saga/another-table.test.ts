// A step in the middle that nobody has ever heard of: it takes a row and what its commands carry, and no change of the decider.
import { message, specification, statesOf } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import type { OrderMemory } from '../sagas/order-fulfilment/data.ts';
import {
  charged,
  command,
  declined,
  definition,
  placed,
  policy,
  reserved,
  sagaTimer,
} from '../testing/order-saga.ts';
import type { StampedMessage } from '../testing/order-saga.ts';
import type { SagaEvent } from './state.ts';
import type { SagaReply } from './table.ts';
import { saga } from './saga.ts';
import type { SagaDefinition, Step } from './table.ts';

const wrapGift: Step = {
  step: 'wrap-gift',
  participant: 'gift-service',
  kind: 'compensatable',
  command: 'WrapGift',
  succeeded: 'GiftWrapped',
  refused: 'GiftUnwrappable',
  compensation: 'UnwrapGift',
  compensated: 'GiftUnwrapped',
};

const itsOrder = ({ orderId }: OrderMemory) => ({ orderId });
const withGift: SagaDefinition<OrderMemory> = {
  ...definition,
  steps: [...definition.steps.slice(0, 2), wrapGift, ...definition.steps.slice(2)],
  commandData: { ...definition.commandData, WrapGift: itsOrder, UnwrapGift: itsOrder },
};

const decider = saga(withGift, policy);
const given = specification(decider);
const historyOf = (...received: readonly StampedMessage[]) =>
  received.reduce<readonly SagaEvent[]>(
    (past, next) => [...past, ...decider.decide(statesOf(decider, past), next).events],
    [],
  );

const wrapped = message<SagaReply>({
  type: 'GiftWrapped',
  data: { orderId: 'o1' },
  sagaId: 'o1',
  source: '/gift-service',
  step: 'wrap-gift',
  operation: 'action',
  answer: 'APPLIED',
});
const impossible: StampedMessage = { ...wrapped, type: 'GiftUnwrappable', data: { reason: 'TOO_LARGE' } };
const undo = { operation: 'compensation', data: { orderId: 'o1' } } as const;

describe('a table with a step more', () => {
  it('does it in its place', () => {
    given(historyOf(placed))
      .when(reserved)
      .thenSends([command('WrapGift', 'gift-service', 'wrap-gift', { data: { orderId: 'o1' } })]);
    given(historyOf(placed, reserved))
      .when(wrapped)
      .thenSends([command('ChargePayment', 'payment-service', 'charge-payment')]);
    expect(historyOf(placed, reserved, wrapped, charged).at(-2)?.data).to.include({
      command: 'ApproveOrder',
    });
  });

  it('undoes it in its place, and not if it was refused', () => {
    given(historyOf(placed, reserved, wrapped))
      .when(declined)
      .thenSends([command('UnwrapGift', 'gift-service', 'wrap-gift', undo), sagaTimer(2, 500)]);
    const after = given(historyOf(placed, reserved)).when(impossible);
    expect(after.decision.messages[0]?.type).to.equal('ReleaseStock');
  });
});
