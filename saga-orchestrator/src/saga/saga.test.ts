import { expect } from 'chai';
import {
  approvalRefused,
  approved,
  at,
  charged,
  command,
  declined,
  event,
  given,
  historyOf,
  instant,
  insufficient,
  placed,
  refunded,
  rejected,
  released,
  reserved,
  sagaTimer,
  shipped,
  stateAfter,
  statusAfter,
  undo,
} from '../testing/order-saga.ts';

const lines = [{ sku: 'lamp', quantity: 2 }];

describe('a saga on its way', () => {
  it('starts with the order and asks inventory for the stock', () => {
    given([])
      .when(placed)
      .then([
        event('SagaStarted', {
          saga: 'order-fulfilment',
          reply: { type: 'OrderPlaced', data: { orderId: 'o1', customerId: 'ada', lines } },
        }),
        event('CommandSent', {
          step: 'reserve-stock',
          operation: 'action',
          command: 'ReserveStock',
          attempt: 1,
          waitUntil: instant(10_000),
        }),
        event('TimerArmed', { n: 1, fireAt: instant(10_000) }),
      ])
      .thenSends([
        command('ReserveStock', 'inventory-service', 'reserve-stock', { data: { orderId: 'o1', lines } }),
        sagaTimer(1, 10_000),
      ]);
  });

  it('charges what the reserved stock costs at the prices of inventory', () => {
    given(historyOf(placed))
      .when(reserved)
      .thenSends([
        command('ChargePayment', 'payment-service', 'charge-payment', {
          data: { orderId: 'o1', customerId: 'ada', amount: 5_000 },
        }),
      ]);
  });

  it('approves the order with the total, and will repeat that soon', () => {
    given(historyOf(placed, reserved))
      .when(at(100, charged))
      .thenSends([
        command('ApproveOrder', 'order-service', 'approve-order', { data: { orderId: 'o1', total: 5_000 } }),
        sagaTimer(2, 600),
      ]);
  });

  it('ships the stock', () => {
    given(historyOf(placed, reserved, charged))
      .when(approved)
      .thenSends([
        command('ShipStock', 'inventory-service', 'ship-stock', { data: { orderId: 'o1', lines } }),
      ]);
  });

  it('is completed by the last step, and sends nothing more', () => {
    given(historyOf(placed, reserved, charged, approved))
      .when(shipped)
      .then([
        event('StepSucceeded', {
          step: 'ship-stock',
          reply: { type: 'StockShipped', data: { orderId: 'o1' } },
        }),
        event('SagaCompleted'),
      ])
      .thenSends([]);
  });

  it('takes no notice of a second start', () => {
    given(historyOf(placed)).when(at(50, placed)).then([]).thenSends([]);
    given(historyOf(placed, insufficient, rejected))
      .when(placed)
      .then([])
      .thenSends([]);
  });
});

describe('a refusal', () => {
  it('of the first command takes back the order only', () => {
    given(historyOf(placed))
      .when(at(5, insufficient))
      .then([
        event('StepRefused', { step: 'reserve-stock', reply: 'StockInsufficient', reason: 'OUT_OF_STOCK' }),
        event('CompensationStarted', { from: 'place-order', reason: 'OUT_OF_STOCK' }),
        event('CommandSent', {
          step: 'place-order',
          operation: 'compensation',
          command: 'RejectOrder',
          attempt: 1,
          waitUntil: instant(505),
        }),
        event('TimerArmed', { n: 2, fireAt: instant(505) }),
      ])
      .thenSends([
        command('RejectOrder', 'order-service', 'place-order', {
          ...undo,
          data: { orderId: 'o1', reason: 'OUT_OF_STOCK' },
        }),
        sagaTimer(2, 505),
      ]);
  });

  it('of the payment releases the stock first, then takes back the order', () => {
    given(historyOf(placed, reserved))
      .when(declined)
      .thenSends([
        command('ReleaseStock', 'inventory-service', 'reserve-stock', {
          ...undo,
          data: { orderId: 'o1', lines },
        }),
        sagaTimer(2, 500),
      ]);
    given(historyOf(placed, reserved, declined))
      .when(released)
      .thenSends([
        command('RejectOrder', 'order-service', 'place-order', {
          ...undo,
          data: { orderId: 'o1', reason: 'INSUFFICIENT_FUNDS' },
        }),
      ]);
    expect(statusAfter(placed, reserved, declined, released)).to.equal('COMPENSATING');
    given(historyOf(placed, reserved, declined, released))
      .when(rejected)
      .then([
        event('StepCompensated', { step: 'place-order', reply: 'OrderRejected', answer: 'APPLIED' }),
        event('SagaCompensated', { reason: 'INSUFFICIENT_FUNDS' }),
      ])
      .thenSends([]);
  });

  it('of the pivot undoes everything before it', () => {
    given(historyOf(placed, reserved, charged))
      .when(approvalRefused)
      .thenSends([
        command('RefundPayment', 'payment-service', 'charge-payment', {
          ...undo,
          data: { orderId: 'o1', customerId: 'ada', amount: 5_000 },
        }),
      ]);
    const received = [placed, reserved, charged, approvalRefused, refunded, released, rejected];
    expect(stateAfter(...received)).to.deep.equal({ status: 'COMPENSATED', reason: 'CUSTOMER_CANCELLED' });
  });

  it('counts as confirmed although there was nothing to undo', () => {
    given(historyOf(placed, reserved, declined))
      .when({ ...released, answer: 'EMPTY' })
      .thenSends([command('RejectOrder', 'order-service', 'place-order', undo)]);
  });
});
