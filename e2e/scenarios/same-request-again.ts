// A client that got no answer asks again, with the same Idempotency-Key.
import { randomUUID } from 'node:crypto';
import type { Order } from '@saga-lab/launcher/client/documents';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';

const TIMES = 20;

export const sameRequestAgain = scenario(
  'same-request-again',
  `The same request twice, and ${TIMES} times at once, is one order each; the same key with another body is refused.`,
  async (story) => {
    const ada = await story.customer('ada', 100_000);
    const lamp = await story.stock('lamp', 10, 2_500);
    const request = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const key = randomUUID();

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

    await story.seesEnd(first, 'COMPLETED');
    await story.seesEnd(crowded, 'COMPLETED');
    await story.seesStock(lamp, { shipped: 2, available: 8 });
    await story.seesAccount(ada, { charged: 5_000 });
  },
);

const manyAtOnce = async (story: Story, request: Omit<Order, 'orderId' | 'status'>): Promise<string> => {
  story.does(`${request.customerId} sends one request ${TIMES} times at once`);
  const key = randomUUID();
  const again = () => story.lab.placeOrder(request, key);
  const orders = new Set(await Promise.all(Array.from({ length: TIMES }, again)));
  expect(orders.size).to.equal(1);
  const [order = ''] = orders;
  story.accepted(order);
  story.sees(`${TIMES} times order ${order}`);
  return order;
};
