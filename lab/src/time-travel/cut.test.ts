// A moment of the past, cut out of histories whose clocks disagree.
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { historyOf } from '../checker/history.ts';
import { commitOf, event } from '../testing/made-up-facts.ts';
import { byLamport, cutAt } from './cut.ts';

const sends = (id: string) => ({ outbox: [{ id, type: 'PaymentCharged', data: {}, sagaId: 'o1' }] });

/** The payment's database is 50 ms ahead of the orchestrator's, so the effect is dated before its cause. */
const charged = commitOf('ChargePayment', [event('payment-o1', 1, 'PaymentCharged', {})], {
  _id: 'charge',
  at: 150,
  lamport: 3,
  ...sends('charged'),
});
const heard = commitOf('PaymentCharged', [event('saga-o1', 1, 'StepSucceeded', {})], {
  _id: 'charged',
  at: 110,
  lamport: 4,
});
const onTop = commitOf('RetrySaga', [event('saga-o1', 2, 'RetryRequested', {})], {
  _id: 'http:retry',
  at: 120,
  lamport: 5,
});
const onlyReads = commitOf('Look', [], {
  _id: 'http:look',
  at: 105,
  lamport: 6,
  reads: ['payment-o1@000000000001', 'account-eve@000000000000'],
});
const other = commitOf('PutStock', [event('stock-lamp', 1, 'StockAdjusted', {})], {
  _id: 'http:put',
  at: 100,
  lamport: 4,
});

const whole = historyOf({
  ...ofEveryService(() => []),
  'payment-service': [charged, onlyReads],
  'saga-orchestrator': [heard, onTop],
  'inventory-service': [other],
});
const idsAt = (moment: Parameters<typeof cutAt>[1]) =>
  byLamport(cutAt(whole, moment).history).map(({ commit }) => commit._id);

describe('A cut', () => {
  it('at a Lamport value has all commits up to it', () => {
    expect(idsAt({ lamport: 2 })).to.deep.equal([]);
    expect(idsAt({ lamport: 4 })).to.deep.equal(['charge', 'charged', 'http:put']);
    expect(idsAt({ lamport: 6 })).to.have.length(5);
  });

  it('at a time has no effect without its cause, whatever their clocks say', () => {
    expect(idsAt({ time: 120 })).to.deep.equal(['http:put']);
    expect(idsAt({ time: 150 })).to.deep.equal(['charge', 'charged', 'http:put', 'http:retry', 'http:look']);
    expect(idsAt({ time: 99 })).to.deep.equal([]);
  });

  it('keeps the whole from which it was taken', () => {
    const cut = cutAt(whole, { lamport: 3 });
    expect(cut.whole).to.equal(whole);
    expect(cut.history.streams).to.deep.equal(['payment-o1']);
    expect(cut.history.ofStream('saga-o1')).to.deep.equal([]);
  });
});
