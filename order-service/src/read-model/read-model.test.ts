// What can be read of orders.
import { projected } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { orders } from './orders.ts';
import type { OrderDocument } from './orders.ts';

const request = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };
const placedAt = '1970-01-01T00:00:00.000Z';
const placed = { type: 'OrderPlaced', data: { orderId: 'o1', ...request } };
const cancelled = {
  type: 'OrderCancellationRequested',
  data: { orderId: 'o1', reason: 'CUSTOMER_CANCELLED' },
};
const refused = { type: 'OrderApprovalRefused', data: { orderId: 'o1', reason: 'CUSTOMER_CANCELLED' } };
const again = { type: 'OrderAnnouncedAgain', data: { orderId: 'o1', round: 1 } };
const note = { type: 'CommandAnswered', data: {} };

describe('the order to read', () => {
  it('shows the request while it is pending', () => {
    expect(projected(orders, [placed, note, again])).to.deep.equal({
      _id: 'x',
      version: 3,
      status: 'PENDING',
      protocol: 'saga',
      cancelRequested: false,
      placedAt,
      ...request,
    });
  });

  it('shows the total once it is approved', () => {
    const approved = { type: 'OrderApproved', data: { orderId: 'o1', total: 1000 } };
    const document = projected(orders, [placed, note, approved, note]);
    expect(document).to.deep.include({ ...request, status: 'APPROVED', total: 1000 });
  });

  it('shows that a cancellation was requested, and the reason once it is rejected', () => {
    const rejected = { type: 'OrderRejected', data: { orderId: 'o1', reason: 'CUSTOMER_CANCELLED' } };
    const before = [placed, note, cancelled, refused, note];
    expect(projected(orders, before)).to.deep.include({ status: 'PENDING', cancelRequested: true });
    const document = projected(orders, [...before, rejected, note]);
    expect(document).to.deep.include({
      status: 'REJECTED',
      reason: 'CUSTOMER_CANCELLED',
      cancelRequested: true,
    });
  });

  it('names the saga where an earlier edition named nobody, and leaves another protocol as it is', () => {
    const { protocol: _, ...earlier } = { ...projected(orders, [placed]), protocol: '' } as OrderDocument;
    expect(orders.fromEarlier(earlier)).to.deep.equal({ ...earlier, protocol: 'saga' });
    expect(orders.fromEarlier({ ...earlier, protocol: '2pc' })).to.deep.equal({
      ...earlier,
      protocol: '2pc',
    });
  });

  it('is not there where only the barrier left a note', () => {
    expect(projected(orders, [note])).to.equal(undefined);
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(orders, [placed, { type: 'OrderPainted', data: {} }])).to.throw('OrderPainted');
  });
});
