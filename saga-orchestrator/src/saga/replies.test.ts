import { expect } from 'chai';
import type { StampedMessage } from '../testing/order-saga.ts';
import {
  approved,
  at,
  cancelled,
  charged,
  command,
  declined,
  event,
  given,
  historyOf,
  insufficient,
  placed,
  refunded,
  rejected,
  released,
  reserved,
  sagaTimer,
  shipped,
  statusAfter,
  timer,
  undo,
} from '../testing/order-saga.ts';

describe('a reply that does not count', () => {
  const ignored = (reply: StampedMessage, why: string) =>
    event('ReplyIgnored', {
      reply: reply.type,
      from: reply.source,
      step: reply.step,
      operation: reply.operation,
      answer: reply.answer,
      why,
    });
  const ignores = (history: readonly StampedMessage[], reply: StampedMessage, why: string) =>
    given(historyOf(...history))
      .when(reply)
      .then([ignored(reply, why)])
      .thenSends([]);

  // @covers R-37
  // @mutation The saga: the check that a reply is to the open step and operation [twin: any reply counts]
  it('may be doubled, late, or of a step not reached yet', () => {
    ignores([placed, reserved], { ...reserved, answer: 'DUPLICATE' }, 'NOT_OPEN');
    ignores([placed, reserved, cancelled], charged, 'NOT_OPEN');
    ignores([placed, reserved, cancelled], declined, 'NOT_OPEN');
    ignores([placed], charged, 'NOT_OPEN');
    ignores([placed], released, 'NOT_OPEN');
  });

  // @covers R-45
  it('may be of a saga that never started, or that has ended', () => {
    ignores([], reserved, 'NOT_STARTED');
    ignores([placed, insufficient, rejected], rejected, 'ENDED');
    expect(statusAfter(placed, reserved, charged, approved, shipped, shipped, refunded)).to.equal(
      'COMPLETED',
    );
    expect(statusAfter(placed, insufficient, rejected, reserved)).to.equal('COMPENSATED');
  });

  // @covers R-37
  // @mutation The saga: the check that it comes from the step's participant [real: rights at the broker keep others from speaking for a service]
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

  // @covers F-63
  it('may speak of another amount, customer or article than the command', () => {
    const saying = (reply: StampedMessage, data: object) =>
      ({ ...reply, data: { ...(reply.data as object), ...data } }) as StampedMessage;
    const unlike = (history: readonly StampedMessage[], reply: StampedMessage, ...all: readonly object[]) => {
      for (const data of all) ignores(history, saying(reply, data), 'NOT_WHAT_WAS_ASKED');
      expect(statusAfter(...history, ...all.map((data) => saying(reply, data)))).to.equal('RUNNING');
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
    const wrong = { ...charged, data: { orderId: 'o1', customerId: 'ada', amount: 1 } } as StampedMessage;
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
  const turnedAway = (of: StampedMessage) =>
    ({ ...of, type: 'CommandRejected', answer: 'HANGING_REJECTED' }) as StampedMessage;

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
