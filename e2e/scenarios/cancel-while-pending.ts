// The customer changes her mind before the point of no return.
import { cancelInTime, MOST_ORDERS } from '@saga-lab/lab/client/cancel-in-time';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';

const MONEY = MOST_ORDERS * 2_500;

// @mutation The messages: an event that a read model leaves out
export default scenario({
  chapter: 'orders',
  position: 5,
  sentence:
    'The customer cancels before the order is approved: everything is undone, and cancelling again is no error.',
  play: async (story) => {
    const ada = await story.customer('ada', MONEY);
    const lamp = await story.stock('lamp', MOST_ORDERS, 2_500);

    story.does(
      `${ada} orders 1 x ${lamp} and cancels at once, until a cancellation is quicker than the approval`,
    );
    const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const { inTime, tooLate } = await cancelInTime(story.lab, order);
    [...tooLate, ...inTime].forEach(story.accepted);
    story.sees(`cancelled in time: ${inTime.length}, approved before: ${tooLate.length}`);
    expect(inTime).not.to.have.length(0);

    for (const id of tooLate) await story.seesEnd(id, 'COMPLETED');
    for (const id of inTime) await story.seesEnd(id, 'COMPENSATED', 'CUSTOMER_CANCELLED');
    await story.seesAccount(ada, { balance: MONEY - tooLate.length * 2_500 });
    await story.seesStock(lamp, { available: MOST_ORDERS - tooLate.length, reserved: 0 });
    for (const id of inTime) expect((await story.cancels(id)).status).to.equal(202);
  },
});
