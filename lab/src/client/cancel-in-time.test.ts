import { expect } from 'chai';
import { cancelInTime, MOST_ORDERS } from './cancel-in-time.ts';
import type { Lab } from './lab.ts';

/** A lab that answers the n-th cancellation (from 1) with a status. */
const labWhere = (statusOf: (n: number) => number): Lab => {
  let placed = 0;
  return {
    placeOrder: () => Promise.resolve(`o${(placed += 1)}`),
    cancel: (id: string) => Promise.resolve({ status: statusOf(Number(id.slice(1))), body: {}, headers: {} }),
  } as unknown as Lab;
};

const order = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };

describe('Cancelling in time', () => {
  it('needs one order when nothing is in the way', async () => {
    expect(
      await cancelInTime(
        labWhere(() => 202),
        order,
      ),
    ).to.deep.equal({ inTime: ['o1'], tooLate: [] });
  });

  it('tries again with more orders at once when the approval was quicker', async () => {
    const cancelled = await cancelInTime(
      labWhere((n) => (n === 4 ? 202 : 409)),
      order,
    );
    expect(cancelled).to.deep.equal({ inTime: ['o4'], tooLate: ['o1', 'o2', 'o3'] });
  });

  it('gives up after a bounded number of orders', async () => {
    const cancelled = await cancelInTime(
      labWhere(() => 409),
      order,
    );
    expect(cancelled.inTime).to.deep.equal([]);
    expect(cancelled.tooLate).to.have.length(MOST_ORDERS);
  });

  it('takes no other answer', async () => {
    const error = await cancelInTime(
      labWhere(() => 500),
      order,
    ).catch((reason: unknown) => String(reason));
    expect(error).to.include('was answered 500');
  });
});
