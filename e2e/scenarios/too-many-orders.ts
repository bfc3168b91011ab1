// More than the shop can take: it says so at once, and never takes an order that it then drops.
import { randomUUID } from 'node:crypto';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';

const ORDERS = 300;
const MOST_PENDING = 20;

export default scenario({
  chapter: 'load',
  position: 1,
  covers: ['L-3', 'R-51'],
  sentence: `${ORDERS} orders at once while the saga stands still, and room for ${MOST_PENDING}: 202, 503 or 429, and each of them is meant.`,
  needs: { admission: { pendingOrders: MOST_PENDING, writesPerSecond: 60 } },
  play: async (story) => {
    const ada = await story.customer('ada', ORDERS * 2_500);
    const lamp = await story.stock('lamp', ORDERS, 2_500);
    const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const keys = Array.from({ length: ORDERS }, () => randomUUID());
    await story.freezes('saga-orchestrator');
    try {
      story.does(`${ORDERS} orders are placed at once`);
      const answers = await Promise.all(keys.map((key) => story.lab.tryToPlace(order, key)));
      for (const { status, headers } of answers.filter(({ status: one }) => one !== 202)) {
        expect(status).to.be.oneOf([429, 503]);
        expect(headers['retry-after']).to.equal('1');
      }
      const times = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
      expect([times(202), times(503), times(429)]).to.satisfy((all: number[]) => all.every((n) => n > 0));
      story.sees(
        `${times(202)} times 202, ${times(503)} times 503, ${times(429)} times 429 with Retry-After`,
      );
      const kept = await story.lab.pendingOrders();
      expect(kept.length).to.equal(times(202)).and.to.be.at.least(MOST_PENDING);
      story.sees(`${kept.length} orders are there: those that were answered with 202`);
    } finally {
      await story.thaws('saga-orchestrator');
    }
    await placesAll(story, order, keys);
    await story.seesStock(lamp, { available: 0, reserved: 0, shipped: ORDERS });
  },
});

/** Every client asks again with its key until it hears 202. */
const placesAll = async (
  story: Story,
  order: Parameters<Story['lab']['placeOrder']>[0],
  keys: readonly string[],
): Promise<void> => {
  story.does('the saga goes on, and every client asks again with its key');
  const orders = keys.map((key) =>
    eventually(() => story.lab.placeOrder(order, key), { timeoutMs: 60_000, everyMs: 250 }),
  );
  for (const id of await Promise.all(orders)) story.accepted(id);
  expect(story.cast.orders).to.have.length(ORDERS);
  for (const id of story.cast.orders) expect((await story.lab.sagaEnd(id)).status).to.equal('COMPLETED');
  story.sees(`all ${ORDERS} are accepted once, and COMPLETED`);
};
