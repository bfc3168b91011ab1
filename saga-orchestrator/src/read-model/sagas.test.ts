import { projected } from '@saga-lab/platform/testing/projected';
import type { Projection } from '@saga-lab/platform/views/projection';
import { expect } from 'chai';
import {
  cancelled,
  charged,
  declined,
  historyOf,
  instant,
  placed,
  refunded,
  rejected,
  released,
  reserved,
  approved,
  shipped,
  timer,
} from '../testing/order-saga.ts';
import type { StampedMessage } from '../testing/order-saga.ts';
import type { SagaDocument } from './sagas.ts';
import { applyToSaga } from './sagas.ts';

const sagas: Projection<SagaDocument> = { view: 'sagas', category: 'saga', apply: applyToSaga };

const shown = (...received: readonly StampedMessage[]) => projected(sagas, historyOf(...received));
const parked = [placed, reserved, declined, timer(2, 500), timer(3, 1_500), timer(4, 3_500)];

describe('the read model of sagas', () => {
  it('has nothing before the start', () => {
    expect(shown(cancelled)).to.equal(undefined);
  });

  it('shows the open step and its deadline', () => {
    expect(shown(placed, reserved)).to.deep.include({
      _id: 'x',
      saga: 'order-fulfilment',
      status: 'RUNNING',
      startedAt: 0,
      updatedAt: 4,
      version: 5,
      step: 'charge-payment',
      operation: 'action',
      attempt: 1,
      deadline: instant(10_000),
    });
  });

  it('shows why a saga is undone', () => {
    const compensating = { status: 'COMPENSATING', step: 'reserve-stock', operation: 'compensation' };
    expect(shown(placed, reserved, declined)).to.include({ ...compensating, reason: 'INSUFFICIENT_FUNDS' });
    expect(shown(placed, reserved, timer(1, 10_000))).to.include({ reason: 'CHARGE_PAYMENT_TIMED_OUT' });
  });

  it('shows a parked saga with its error until it is answered', () => {
    expect(shown(...parked)).to.include({
      status: 'PARKED',
      step: 'reserve-stock',
      attempt: 4,
      error: 'no answer to ReleaseStock after 3 tries',
    });
    expect(shown(...parked, released))
      .to.include({ status: 'COMPENSATING', step: 'place-order', attempt: 1 })
      .and.not.to.have.property('error');
  });

  it('shows the end, whatever comes after it', () => {
    const ends = [placed, reserved, declined, released, rejected];
    expect(shown(...ends)).to.include({ status: 'COMPENSATED', reason: 'INSUFFICIENT_FUNDS' });
    expect(shown(...ends)).not.to.have.property('deadline');
    expect(shown(...ends, refunded, cancelled)).to.include({ status: 'COMPENSATED' });
    expect(shown(placed, reserved, charged, approved, shipped)).to.include({ status: 'COMPLETED' });
  });

  it('stops at an event that it does not know', () => {
    const started = historyOf(placed);
    expect(() => projected(sagas, [...started, { type: 'SagaForgotten', data: {} }])).to.throw(
      'SagaForgotten',
    );
  });
});
