// A crowd at one shelf: many writers of one stream.
import { expect } from 'chai';
import { scenario } from '../src/define.ts';

const CUSTOMERS = 50;
const PIECES = 20;

export const fiftyAtOnce = scenario(
  'fifty-at-once',
  `${CUSTOMERS} orders at once for ${PIECES} pieces: exactly ${PIECES} complete, nothing is sold twice.`,
  async (story) => {
    const ada = await story.customer('ada', 1_000_000);
    const lamp = await story.stock('lamp', PIECES, 2_500);

    story.does(`${CUSTOMERS} orders of 1 x ${lamp} are placed at once`);
    const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const orders = await Promise.all(Array.from({ length: CUSTOMERS }, () => story.lab.placeOrder(order)));
    orders.forEach(story.accepted);
    story.sees(`${orders.length} times 202`);

    let completed = 0;
    for (const id of orders) completed += (await story.lab.sagaEnd(id)).status === 'COMPLETED' ? 1 : 0;
    expect(completed).to.equal(PIECES);
    story.sees(`${completed} sagas are COMPLETED, ${orders.length - completed} COMPENSATED`);
    await story.seesStock(lamp, { available: 0, reserved: 0, shipped: PIECES });
    await story.seesAccount(ada, { charged: PIECES * 2_500, refunded: 0 });
  },
);
