// An order under any protocol: placing it holds it, and then it is approved or rejected.
import { unguarded } from '@saga-lab/platform/decider/barrier';
import { statesOf } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import { orderDecider } from './decider.ts';
import type { OrderEvent } from './order.ts';
import { acceptance } from './resource.ts';

const orderId = 'o1';
const wanted = { orderId, customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };
const terms = { ...wanted, lines: [{ sku: 'lamp', quantity: 2, unitPrice: 500 }], amount: 1000 };
const stream = 'order-o1';
const placed: OrderEvent = { stream, type: 'OrderPlaced', data: wanted };
const cancelled: OrderEvent = {
  stream,
  type: 'OrderCancellationRequested',
  data: { orderId, reason: 'CUSTOMER_CANCELLED' },
};
const approved: OrderEvent = { stream, type: 'OrderApproved', data: { orderId, total: 1000 } };
const rejected: OrderEvent = { stream, type: 'OrderRejected', data: { orderId, reason: 'OUT_OF_STOCK' } };
const given = (...past: readonly OrderEvent[]) => unguarded(statesOf(orderDecider(1_000), past));
const giveback = { wanted, reason: 'OUT_OF_STOCK' };

describe('an order that a protocol holds', () => {
  it('is held since it was placed', () => {
    expect(acceptance.hold(given(placed), terms)).to.deep.equal({ ok: true, events: [] });
    expect(acceptance.hold(given(), terms)).to.deep.equal({ ok: false, reason: 'NOT_PENDING' });
    expect(acceptance.hold(given(placed, approved), terms)).to.include({ ok: false });
  });

  it('is approved with its sum once it is confirmed', () => {
    expect(acceptance.confirm(given(placed), terms)).to.deep.equal([approved]);
  });

  it('is approved even if the customer wanted to cancel: its vote was a promise', () => {
    expect(acceptance.confirm(given(placed, cancelled), terms)).to.deep.equal([approved]);
  });

  it('is rejected for the reason given once it is released, and a second release changes nothing', () => {
    expect(acceptance.release(given(placed), giveback)).to.deep.equal([rejected]);
    expect(acceptance.release(given(placed, rejected), giveback)).to.deep.equal([]);
    expect(acceptance.release(given(), giveback)).to.deep.equal([]);
  });

  it('cannot be confirmed at its end, or before it is placed: that is a bug of the protocol', () => {
    expect(() => acceptance.confirm(given(placed, rejected), terms)).to.throw('not pending: REJECTED');
    expect(() => acceptance.confirm(given(), terms)).to.throw('not pending: unknown');
  });

  it('has no price of its own, and one stream', () => {
    expect(acceptance.quote(given(placed), wanted)).to.deep.equal({ ok: false, reason: 'NO_PRICES' });
    expect(acceptance.streams(wanted)).to.deep.equal([stream]);
  });
});
