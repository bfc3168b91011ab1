import { expect } from 'chai';
import type { Told } from '../testing/order-saga.ts';
import {
  approvalRefused,
  approved,
  at,
  cancelled,
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
  timer,
} from '../testing/order-saga.ts';

const lines = [{ sku: 'lamp', quantity: 2 }];
const undo = { operation: 'compensation' } as const;
const statusAfter = (...heard: Told[]) => stateAfter(...heard)?.status;

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
          ...{ step: 'reserve-stock', operation: 'action', command: 'ReserveStock' },
          ...{ attempt: 1, waitUntil: instant(10_000) },
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
          ...{ step: 'place-order', operation: 'compensation', command: 'RejectOrder' },
          ...{ attempt: 1, waitUntil: instant(505) },
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
    const heard = [placed, reserved, charged, approvalRefused, refunded, released, rejected];
    expect(stateAfter(...heard)).to.deep.equal({ status: 'COMPENSATED', reason: 'CUSTOMER_CANCELLED' });
  });

  it('counts as confirmed although there was nothing to undo', () => {
    given(historyOf(placed, reserved, declined))
      .when({ ...released, answer: 'EMPTY' })
      .thenSends([command('RejectOrder', 'order-service', 'place-order', undo)]);
  });
});

describe('the customer who cancels', () => {
  it('has everything undone before the pivot is sent, the open step included', () => {
    given(historyOf(placed, reserved))
      .when(cancelled)
      .then([
        event('AbortRequested', { by: '/order-service', reason: 'CUSTOMER_CANCELLED' }),
        event('CompensationStarted', { from: 'charge-payment', reason: 'CUSTOMER_CANCELLED' }),
        event('CommandSent', {
          ...{ step: 'charge-payment', operation: 'compensation', command: 'RefundPayment' },
          ...{ attempt: 1, waitUntil: instant(500) },
        }),
        event('TimerArmed', { n: 2, fireAt: instant(500) }),
      ]);
    given(historyOf(placed))
      .when(cancelled)
      .thenSends([command('ReleaseStock', 'inventory-service', 'reserve-stock', undo), sagaTimer(2, 500)]);
  });

  it('is too late once the pivot is sent', () => {
    const late = { by: '/order-service', reason: 'CUSTOMER_CANCELLED', why: 'PAST_PIVOT' };
    for (const heard of [
      [placed, reserved, charged],
      [placed, reserved, charged, approved],
    ])
      given(historyOf(...heard))
        .when(cancelled)
        .then([event('AbortIgnored', late)])
        .thenSends([]);
  });

  it('changes nothing while the saga is undone already, and after its end', () => {
    const wish = { by: '/order-service', reason: 'CUSTOMER_CANCELLED' };
    given(historyOf(placed, insufficient))
      .when(cancelled)
      .then([event('AbortIgnored', { ...wish, why: 'COMPENSATING_ALREADY' })])
      .thenSends([]);
    given(historyOf(placed, insufficient, rejected))
      .when(cancelled)
      .then([event('AbortIgnored', { ...wish, why: 'ENDED' })])
      .thenSends([]);
  });

  it('may be heard before the order: the saga then starts and takes it back at once', () => {
    given([])
      .when(cancelled)
      .then([event('AbortRequested', { by: '/order-service', reason: 'CUSTOMER_CANCELLED' })])
      .thenSends([]);
    given(historyOf(cancelled)).when(cancelled).then([]);
    given(historyOf(cancelled))
      .when(placed)
      .thenSends([
        command('RejectOrder', 'order-service', 'place-order', {
          ...undo,
          data: { orderId: 'o1', reason: 'CUSTOMER_CANCELLED' },
        }),
        sagaTimer(1, 500),
      ]);
    expect(stateAfter(cancelled, placed, rejected)).to.deep.equal({
      status: 'COMPENSATED',
      reason: 'CUSTOMER_CANCELLED',
    });
  });

  it('cannot be spoken for by another service', () => {
    given(historyOf(placed))
      .when({ ...cancelled, source: '/payment-service' })
      .then([
        event('ReplyIgnored', {
          ...{ reply: 'OrderCancellationRequested', from: '/payment-service', why: 'WRONG_PARTICIPANT' },
        }),
      ])
      .thenSends([]);
  });
});

describe('a reply that does not count', () => {
  const ignored = (told: Told, why: string) =>
    event('ReplyIgnored', {
      ...{ reply: told.type, from: told.source, step: told.step, operation: told.operation },
      ...{ answer: told.answer, why },
    });
  const ignores = (history: readonly Told[], told: Told, why: string) =>
    given(historyOf(...history))
      .when(told)
      .then([ignored(told, why)])
      .thenSends([]);

  it('may be doubled, late, or of a step not reached yet', () => {
    ignores([placed, reserved], { ...reserved, answer: 'DUPLICATE' }, 'NOT_OPEN');
    ignores([placed, reserved, cancelled], charged, 'NOT_OPEN');
    ignores([placed, reserved, cancelled], declined, 'NOT_OPEN');
    ignores([placed], charged, 'NOT_OPEN');
    ignores([placed], released, 'NOT_OPEN');
  });

  it('may be of a saga that never started, or that has ended', () => {
    ignores([], reserved, 'NOT_STARTED');
    ignores([placed, insufficient, rejected], rejected, 'ENDED');
    expect(statusAfter(placed, reserved, charged, approved, shipped, shipped, refunded)).to.equal(
      'COMPLETED',
    );
    expect(statusAfter(placed, insufficient, rejected, reserved)).to.equal('COMPENSATED');
  });

  it('may come from the wrong participant, a start among them', () => {
    ignores([placed], { ...reserved, source: '/payment-service' }, 'WRONG_PARTICIPANT');
    ignores([], { ...placed, source: '/payment-service' }, 'WRONG_PARTICIPANT');
  });

  it('may be no answer to this command at all', () => {
    ignores([placed], { ...reserved, type: 'StockShipped' }, 'NOT_AN_ANSWER_TO_IT');
    ignores([placed, insufficient], { ...rejected, type: 'OrderApproved' }, 'NOT_AN_ANSWER_TO_IT');
  });

  it('may be a start that says that another step was done', () => {
    ignores([], { ...placed, step: 'ship-stock' }, 'NOT_AN_ANSWER_TO_IT');
    ignores([], { ...placed, operation: 'compensation' }, 'NOT_AN_ANSWER_TO_IT');
    expect(statusAfter({ ...placed, step: 'ship-stock' }, placed)).to.equal('RUNNING');
  });

  it('may speak of another amount, customer or article than the command', () => {
    const saying = (told: Told, data: object) =>
      ({ ...told, data: { ...(told.data as object), ...data } }) as Told;
    const unlike = (history: readonly Told[], told: Told, ...all: readonly object[]) => {
      for (const data of all) ignores(history, saying(told, data), 'NOT_WHAT_WAS_ASKED');
      expect(statusAfter(...history, ...all.map((data) => saying(told, data)))).to.equal('RUNNING');
    };
    const line = { sku: 'lamp', quantity: 2, unitPrice: 1 };
    const reservations = [
      [],
      [{ ...line, quantity: 1 }],
      [{ ...line, sku: 'lens' }],
      [line, { ...line, sku: 'lens' }],
    ];
    unlike([placed], reserved, ...reservations.map((lines) => ({ lines })));
    unlike([placed], insufficient, { sku: 'lens' });
    unlike([placed, reserved], charged, { amount: 4_999 }, { amount: 0 }, { customerId: 'eve' });
    unlike([placed, reserved, charged], approved, { total: 1 });
  });

  it('does not keep the right one from counting', () => {
    const wrong = { ...charged, data: { orderId: 'o1', customerId: 'ada', amount: 1 } } as Told;
    given(historyOf(placed, reserved, wrong))
      .when(charged)
      .thenSends([command('ApproveOrder', 'order-service', 'approve-order'), sagaTimer(2, 500)]);
  });

  it('counts whichever attempt it answers', () => {
    const history = historyOf(placed, reserved, charged, timer(2, 600));
    given(history)
      .when(at(700, approved))
      .thenSends([command('ShipStock', 'inventory-service', 'ship-stock'), sagaTimer(4, 1_200)]);
  });
});

describe('an action that its participant rejects because it was compensated before', () => {
  const turnedAway = (of: Told) => ({ ...of, type: 'CommandRejected', answer: 'HANGING_REJECTED' }) as Told;

  it('is late and ignored when the step is no longer open', () => {
    const { events } = given(historyOf(placed, reserved, cancelled)).when(turnedAway(charged)).decision;
    expect(events.map(({ type }) => type)).to.deep.equal(['ReplyIgnored']);
  });

  it('makes the saga turn round at that step when it is open', () => {
    const after = given(historyOf(placed, reserved)).when(turnedAway(charged));
    after.thenSends([command('RefundPayment', 'payment-service', 'charge-payment', undo), sagaTimer(2, 500)]);
  });

  it('cannot be an answer to the pivot, which nothing compensates', () => {
    given(historyOf(placed, reserved, charged))
      .when(turnedAway(approved))
      .thenSends([]);
    expect(statusAfter(placed, reserved, charged, turnedAway(approved))).to.equal('RUNNING');
  });
});
