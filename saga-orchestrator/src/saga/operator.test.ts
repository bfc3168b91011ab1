import { expect } from 'chai';
import {
  abort,
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
  resolve,
  retry,
  sagaTimer,
  shipped,
  stateAfter,
  timer,
  undo,
} from '../testing/order-saga.ts';

const acts = [retry, abort, resolve];
const parkedAtRelease = [placed, reserved, declined, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];
const parkedAtPivot = [placed, reserved, charged, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];

describe('an operator', () => {
  it('is told when there is no such saga, even if something of it was heard', () => {
    for (const act of acts) {
      given([]).when(act).thenRefuses('NOT_FOUND');
      given(historyOf(cancelled)).when(act).thenRefuses('NOT_FOUND');
    }
  });

  it('can do nothing to a saga that has ended', () => {
    for (const act of acts) {
      given(historyOf(placed, insufficient, rejected))
        .when(act)
        .thenRefuses('SAGA_ENDED');
      given(historyOf(placed, reserved, charged, approved, shipped))
        .when(act)
        .thenRefuses('SAGA_ENDED');
    }
  });
});

describe('retry', () => {
  it('sends the open command now; a parked saga stays parked until it is answered', () => {
    given(historyOf(...parkedAtRelease))
      .when(at(5_000, retry))
      .then([
        event('RetryRequested', { by: 'grace' }),
        event('CommandSent', {
          step: 'reserve-stock',
          operation: 'compensation',
          command: 'ReleaseStock',
          attempt: 5,
          waitUntil: instant(65_000),
        }),
      ])
      .thenSends([command('ReleaseStock', 'inventory-service', 'reserve-stock', { ...undo, attempt: 5 })]);
    expect(stateAfter(...parkedAtRelease, at(5_000, retry))?.status).to.equal('PARKED');
  });

  it('does not move the deadline of a step before the pivot', () => {
    const received = [placed, at(4_000, retry)];
    expect(stateAfter(...received)).to.include({ attempt: 2, waitUntil: instant(10_000) });
    given(historyOf(...received))
      .when(timer(1, 10_000))
      .thenSends([command('ReleaseStock', 'inventory-service', 'reserve-stock', undo), sagaTimer(2, 10_500)]);
  });
});

describe('abort', () => {
  it('undoes a saga that has not sent its pivot, and keeps who wanted it and why', () => {
    const after = given(historyOf(placed, reserved)).when(abort);
    after.thenSends([command('RefundPayment', 'payment-service', 'charge-payment', undo), sagaTimer(2, 500)]);
    expect(after.decision.events[0]).to.deep.equal(
      event('AbortRequested', { by: 'grace', reason: 'ABORTED_BY_OPERATOR', note: 'wrong price' }),
    );
  });

  it('is refused once the pivot is sent, answered or not', () => {
    given(historyOf(placed, reserved, charged))
      .when(abort)
      .thenRefuses('SAGA_PAST_PIVOT');
    given(historyOf(...parkedAtPivot))
      .when(abort)
      .thenRefuses('SAGA_PAST_PIVOT');
    given(historyOf(placed, reserved, charged, approved))
      .when(abort)
      .thenRefuses('SAGA_PAST_PIVOT');
  });

  it('of a saga that is being undone changes nothing, and is written down', () => {
    for (const received of [[placed, insufficient], parkedAtRelease])
      given(historyOf(...received))
        .when(abort)
        .then([
          event('AbortIgnored', {
            by: 'grace',
            reason: 'ABORTED_BY_OPERATOR',
            note: 'wrong price',
            why: 'COMPENSATING_ALREADY',
          }),
        ])
        .thenSends([]);
  });
});

describe('resolve', () => {
  it('is for parked sagas only', () => {
    given(historyOf(placed)).when(resolve).thenRefuses('SAGA_NOT_PARKED');
    given(historyOf(placed, insufficient)).when(resolve).thenRefuses('SAGA_NOT_PARKED');
  });

  it('takes the open compensation as done, marked as such, and goes on with the next', () => {
    const after = given(historyOf(...parkedAtRelease)).when(at(9_000, resolve));
    after.thenSends([command('RejectOrder', 'order-service', 'place-order', undo), sagaTimer(6, 9_500)]);
    expect(after.decision.events[0]).to.deep.equal(
      event('StepResolvedByHand', {
        step: 'reserve-stock',
        operation: 'compensation',
        by: 'grace',
        reason: 'refunded at the counter',
      }),
    );
  });

  it('takes a step after the pivot as done', () => {
    const shipping = [placed, reserved, charged, approved, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];
    expect(stateAfter(...shipping, resolve)?.status).to.equal('COMPLETED');
    given(historyOf(...parkedAtPivot))
      .when(at(9_000, resolve))
      .thenSends([command('ShipStock', 'inventory-service', 'ship-stock'), sagaTimer(6, 9_500)]);
  });

  it('leaves the true reply to be written down when it comes after all', () => {
    const { events } = given(historyOf(...parkedAtRelease, resolve)).when(released).decision;
    expect(events.map(({ type, data }) => [type, data])).to.deep.equal([
      [
        'ReplyIgnored',
        {
          reply: 'StockReleased',
          from: '/inventory-service',
          step: 'reserve-stock',
          operation: 'compensation',
          answer: 'APPLIED',
          why: 'NOT_OPEN',
        },
      ],
    ]);
    expect(stateAfter(...parkedAtRelease, resolve, released, rejected, refunded)?.status).to.equal(
      'COMPENSATED',
    );
  });
});
