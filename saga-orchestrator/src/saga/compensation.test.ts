import { expect } from 'chai';
import {
  approved,
  cancelled,
  charged,
  command,
  event,
  given,
  historyOf,
  instant,
  insufficient,
  placed,
  rejected,
  reserved,
  sagaTimer,
  stateAfter,
  undo,
} from '../testing/order-saga.ts';

describe('the customer who cancels', () => {
  // @mutation The saga: undoing the open step when the customer cancels [twin: a cancelled saga forgets its open step]
  it('has everything undone before the pivot is sent, the open step included', () => {
    given(historyOf(placed, reserved))
      .when(cancelled)
      .then([
        event('AbortRequested', { by: '/order-service', reason: 'CUSTOMER_CANCELLED' }),
        event('CompensationStarted', { from: 'charge-payment', reason: 'CUSTOMER_CANCELLED' }),
        event('CommandSent', {
          step: 'charge-payment',
          operation: 'compensation',
          command: 'RefundPayment',
          attempt: 1,
          waitUntil: instant(500),
        }),
        event('TimerArmed', { n: 2, fireAt: instant(500) }),
      ]);
    given(historyOf(placed))
      .when(cancelled)
      .thenSends([command('ReleaseStock', 'inventory-service', 'reserve-stock', undo), sagaTimer(2, 500)]);
  });

  it('is too late once the pivot is sent', () => {
    const late = { by: '/order-service', reason: 'CUSTOMER_CANCELLED', why: 'PAST_PIVOT' };
    for (const received of [
      [placed, reserved, charged],
      [placed, reserved, charged, approved],
    ])
      given(historyOf(...received))
        .when(cancelled)
        .then([event('AbortIgnored', late)])
        .thenSends([]);
  });

  it('changes nothing while the saga is undone already, and after its end', () => {
    const request = { by: '/order-service', reason: 'CUSTOMER_CANCELLED' };
    given(historyOf(placed, insufficient))
      .when(cancelled)
      .then([event('AbortIgnored', { ...request, why: 'COMPENSATING_ALREADY' })])
      .thenSends([]);
    given(historyOf(placed, insufficient, rejected))
      .when(cancelled)
      .then([event('AbortIgnored', { ...request, why: 'ENDED' })])
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
          reply: 'OrderCancellationRequested',
          from: '/payment-service',
          why: 'WRONG_PARTICIPANT',
        }),
      ])
      .thenSends([]);
  });
});
