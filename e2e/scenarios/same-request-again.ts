// A client that got no answer asks again, with the same Idempotency-Key.
import { randomUUID } from 'node:crypto';
import type { Order } from '@saga-lab/lab/client/documents';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';

const TIMES = 100;

export default scenario({
  chapter: 'at-once',
  position: 2,
  covers: ['B-2', 'F-07', 'R-48'],
  sentence: `The same request twice, and ${TIMES} times at once, is one order each; the same key with another body is refused, and is another customer's own.`,
  play: async (story) => {
    const ada = await story.customer('ada', 100_000);
    const lamp = await story.stock('lamp', 10, 2_500);
    const request = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const key = `{"$ne":"${randomUUID()}"}`; // a key like any other

    story.does(`${ada} orders 1 x ${lamp}, twice with one Idempotency-Key`);
    const first = await story.lab.placeOrder(request, key);
    const second = await story.lab.placeOrder(request, key);
    expect(second).to.equal(first);
    story.accepted(first);
    story.sees(`twice order ${first}`);

    const crowded = await manyAtOnce(story, request);
    expect(crowded).not.to.equal(first);

    story.does(`${ada} orders 2 x ${lamp} with the first key`);
    const other = { ...request, lines: [{ sku: lamp, quantity: 2 }] };
    story.seesProblem(await story.lab.tryToPlace(other, key), 422, 'IDEMPOTENCY_KEY');

    const bob = await story.customer('bob', 100_000);
    story.does(`${bob} orders 1 x ${lamp} with the first key, too`);
    const ofBob = await story.lab.placeOrder({ ...request, customerId: bob }, key);
    expect(ofBob).not.to.be.oneOf([first, crowded]);
    story.accepted(ofBob);
    story.sees(`202, order ${ofBob}: keys are each customer's own`);

    for (const order of [first, crowded, ofBob]) await story.seesEnd(order, 'COMPLETED');
    await story.seesStock(lamp, { shipped: 3, available: 7 });
    await story.seesAccount(ada, { charged: 5_000 });
    await story.seesAccount(bob, { charged: 2_500 });
  },
});

const manyAtOnce = async (story: Story, request: NewOrder): Promise<string> => {
  story.does(`${request.customerId} sends one request ${TIMES} times at once`);
  const key = randomUUID();
  const again = () => story.lab.tryToPlace(request, key);
  const answers = await Promise.all(Array.from({ length: TIMES }, again));
  const told = new Set(answers.map(({ status, headers }) => `${status} ${String(headers['location'])}`));
  expect(told.size, [...told].join(', ')).to.equal(1);
  const [{ orderId } = { orderId: '' }] = answers.map(({ body }) => body as Order);
  expect([...told]).to.deep.equal([`202 /orders/${orderId}`]);
  story.accepted(orderId);
  story.sees(`${TIMES} times 202, order ${orderId}`);
  return orderId;
};
