// The customer changes her mind before the point of no return.
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';

const TRIES = 10;

export const cancelWhilePending = scenario(
  'cancel-while-pending',
  'The customer cancels before the order is approved: everything is undone, and cancelling again is no error.',
  async (story) => {
    const ada = await story.customer('ada', 100_000);
    const lamp = await story.stock('lamp', TRIES, 2_500);

    const order = await cancelledInTime(story, ada, lamp);

    await story.seesEnd(order, 'COMPENSATED', 'CUSTOMER_CANCELLED');
    const approvedBefore = story.cast.orders.length - 1;
    await story.seesAccount(ada, { balance: 100_000 - approvedBefore * 2_500 });
    await story.seesStock(lamp, { available: TRIES - approvedBefore, reserved: 0 });
    expect((await story.cancels(order)).status).to.equal(202);
  },
);

/** A cancellation races with the approval. Where it comes too late, it is refused, and the next order is tried. */
const cancelledInTime = async (story: Story, customer: string, sku: string): Promise<string> => {
  for (let n = 0; n < TRIES; n += 1) {
    const order = await story.places(customer, { sku, quantity: 1 });
    const { status } = await story.cancels(order);
    if (status === 202) return order;
    expect(status).to.equal(409);
    story.sees('the approval was quicker; another order');
  }
  throw new Error(`In ${TRIES} tries no cancellation came before the approval.`);
};
