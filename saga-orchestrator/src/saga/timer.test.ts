import { expect } from 'chai';
import { statesOf } from '@saga-lab/platform/testing/given';
import type { StampedMessage } from '../testing/order-saga.ts';
import {
  approvalRefused,
  approved,
  at,
  cancelled,
  charged,
  command,
  decider,
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
  stateAfter,
  timer,
  undo,
} from '../testing/order-saga.ts';

describe('a deadline before the pivot', () => {
  // @covers R-43
  // @mutation The saga: arming at sending: a step without an answer is not undone [twin: a deadline forgets the step it is for]
  it('undoes the step without an answer too, because it may have happened', () => {
    given(historyOf(placed))
      .when(timer(1, 10_000))
      .then([
        event('StepTimedOut', { step: 'reserve-stock' }),
        event('CompensationStarted', { from: 'reserve-stock', reason: 'RESERVE_STOCK_TIMED_OUT' }),
        event('CommandSent', {
          step: 'reserve-stock',
          operation: 'compensation',
          command: 'ReleaseStock',
          attempt: 1,
          waitUntil: instant(10_500),
        }),
        event('TimerArmed', { n: 2, fireAt: instant(10_500) }),
      ])
      .thenSends([command('ReleaseStock', 'inventory-service', 'reserve-stock', undo), sagaTimer(2, 10_500)]);
  });

  // @covers F-66 R-46
  it('counts from the sending of each step: a timer from before is early, and armed again', () => {
    const history = historyOf(placed, at(9_000, reserved));
    given(history)
      .when(timer(1, 10_000))
      .then([event('TimerArmed', { n: 2, fireAt: instant(19_000) })])
      .thenSends([sagaTimer(2, 19_000)]);
    given([...history, event('TimerArmed', { n: 2, fireAt: instant(19_000) })])
      .when(timer(2, 19_000))
      .thenSends([command('RefundPayment', 'payment-service', 'charge-payment', undo), sagaTimer(3, 23_000)]);
  });
});

describe('a command that must get through', () => {
  const atPivot = [placed, reserved, charged];

  // @mutation The saga: the point of no return: a deadline turns the saga round after its pivot as well [twin: a deadline that also fires after the pivot]
  it('is repeated under the next attempt after twice the time: the pivot', () => {
    given(historyOf(...atPivot))
      .when(timer(2, 500))
      .then([
        event('CommandSent', {
          step: 'approve-order',
          operation: 'action',
          command: 'ApproveOrder',
          attempt: 2,
          waitUntil: instant(1_500),
        }),
        event('TimerArmed', { n: 3, fireAt: instant(1_500) }),
      ])
      .thenSends([
        command('ApproveOrder', 'order-service', 'approve-order', {
          attempt: 2,
          data: { orderId: 'o1', total: 5_000 },
        }),
        sagaTimer(3, 1_500),
      ]);
  });

  // @covers R-43
  it('is repeated whatever has become of the deadline: what comes after the pivot, and compensations', () => {
    given(historyOf(...atPivot, approved))
      .when(timer(2, 60_000))
      .thenSends([
        command('ShipStock', 'inventory-service', 'ship-stock', { attempt: 2 }),
        sagaTimer(3, 61_000),
      ]);
    given(historyOf(placed, insufficient))
      .when(timer(2, 500))
      .thenSends([
        command('RejectOrder', 'order-service', 'place-order', { ...undo, attempt: 2 }),
        sagaTimer(3, 1_500),
      ]);
  });

  it('waits longer before its first repeat where answers have been slow, and so does all that follows it', () => {
    const slow = [placed, at(300, reserved), at(500, charged)];
    const waiting = { attempt: 1, waitUntil: instant(500 + 4 * 300), slowestMs: 300 };
    expect(historyOf(...slow)).to.deep.include(
      event('CommandSent', {
        step: 'approve-order',
        operation: 'action',
        command: 'ApproveOrder',
        ...waiting,
      }),
    );
    const [, sent] = historyOf(...slow, at(510, approved)).slice(-2);
    expect(sent?.data).to.deep.include({ command: 'ShipStock', waitUntil: instant(510 + 4 * 300) });
    given(historyOf(...slow))
      .when(timer(2, 10_000))
      .thenSends([
        command('ApproveOrder', 'order-service', 'approve-order', { attempt: 2 }),
        sagaTimer(3, 10_000 + 2 * 4 * 300),
      ]);
    given(historyOf(placed, at(300, insufficient)))
      .when(timer(2, 1_000))
      .thenSends([sagaTimer(3, 1_500)]);
  });

  it('waits a quarter more or less, by chance', () => {
    const waits = [0, 0.999_999].map((random) => {
      const sent = given(historyOf(...atPivot)).when({ ...timer(2, 500), random }).decision.messages;
      return (sent[1]?.notBefore ?? 0) - instant(500);
    });
    expect(waits).to.deep.equal([750, 1_250]);
  });

  // @covers R-39
  it('is shown to people after the agreed number of tries, and goes on slowly', () => {
    const tries = [placed, insufficient, timer(2, 500), timer(3, 1_500)];
    given(historyOf(...tries))
      .when(timer(4, 3_500))
      .then([
        event('SagaParked', {
          step: 'place-order',
          operation: 'compensation',
          error: 'no answer to RejectOrder after 3 tries',
        }),
        event('CommandSent', {
          step: 'place-order',
          operation: 'compensation',
          command: 'RejectOrder',
          attempt: 4,
          waitUntil: instant(63_500),
        }),
        event('TimerArmed', { n: 5, fireAt: instant(63_500) }),
      ]);
    given(historyOf(...tries, timer(4, 3_500)))
      .when(timer(5, 63_500))
      .thenSends([
        command('RejectOrder', 'order-service', 'place-order', { ...undo, attempt: 5 }),
        sagaTimer(6, 123_500),
      ]);
  });

  it('leaves being parked with its answer, and the next one has all its tries again', () => {
    const parked = [placed, reserved, declined, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];
    expect(stateAfter(...parked)?.status).to.equal('PARKED');
    expect(stateAfter(...parked, at(4_000, released))).to.include({
      status: 'COMPENSATING',
      step: 'place-order',
      attempt: 1,
      waitUntil: instant(4_500),
    });
    const pivot = [...atPivot, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];
    expect(stateAfter(...pivot)?.status).to.equal('PARKED');
    expect(stateAfter(...pivot, approvalRefused, refunded, released, rejected)?.status).to.equal(
      'COMPENSATED',
    );
  });
});

describe('the one timer', () => {
  const wants = (n: number, ...received: readonly StampedMessage[]) =>
    given(historyOf(...received)).wants(timer(n, 0));

  it('is wanted while it is the last one armed, and the saga goes on', () => {
    expect(wants(1, placed)).to.equal(true);
    expect(wants(1, placed, reserved), 'the same serves the next step').to.equal(true);
    expect(wants(1, placed, insufficient), 'an earlier one is armed').to.equal(false);
    expect(wants(2, placed, insufficient)).to.equal(true);
    expect(wants(2, placed, insufficient, rejected)).to.equal(false);
    expect(wants(1)).to.equal(false);
  });

  // @covers R-42
  it('does nothing when it is no longer wanted', () => {
    given(historyOf(placed, insufficient)).when(timer(1, 20_000)).then([]).thenSends([]);
    given(historyOf(placed, insufficient, rejected))
      .when(timer(2, 20_000))
      .then([])
      .thenSends([]);
    given([]).when(timer(1, 20_000)).then([]).thenSends([]);
  });

  it('is not armed twice: a message that changes nothing leaves it alone', () => {
    const past = historyOf(placed, reserved, charged);
    const { messages } = decider.decide(statesOf(decider, past), at(100, cancelled));
    expect(messages).to.deep.equal([]);
  });
});
