// A service dies in the middle of many sagas, without a chance to tidy up, and comes back.
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@saga-lab/launcher/client/documents';
import { hasEnded } from '@saga-lab/launcher/client/lab';
import type { NewOrder } from '@saga-lab/launcher/client/lab';
import { eventually } from '@saga-lab/platform/testing/eventually';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';

const LANES = 6;
/** So many that the kill comes while orders are still being placed. */
const ORDERS_PER_LANE = 20;
const ORDERS = LANES * ORDERS_PER_LANE;

const killed = (service: ServiceName): Scenario =>
  scenario(
    `killed-${service}`,
    `${service} gets SIGKILL in the middle of ${ORDERS} sagas and is started again: every saga ends, nothing is lost.`,
    async (story) => {
      const ada = await story.customer('ada', 10_000_000);
      const lamp = await story.stock('lamp', ORDERS, 2_500);

      story.does(`${LANES} clients of ${ada} place ${ORDERS_PER_LANE} orders each, one after the other`);
      const placing = placeAll(story, { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] });
      await seesTheFirstEnd(story);
      await story.kills(service);
      try {
        await seesOpenSagas(story, service);
      } finally {
        await story.starts(service); // whatever was seen: others play here too
      }
      await placing;
      expect(story.cast.orders.length).to.equal(ORDERS);
      story.sees(`all ${ORDERS} orders are accepted, each once`);

      let completed = 0;
      for (const order of story.cast.orders)
        completed += (await story.lab.sagaEnd(order, 60_000)).status === 'COMPLETED' ? 1 : 0;
      story.sees(`all ${ORDERS} sagas have ended: ${completed} COMPLETED, ${ORDERS - completed} COMPENSATED`);
      await story.seesStock(lamp, { available: ORDERS - completed, reserved: 0, shipped: completed });
      await story.seesAccount(ada, { balance: 10_000_000 - completed * 2_500 });
    },
    { needs: 'a system of its own' },
  );

export const killedServices: readonly Scenario[] = [
  killed('order-service'),
  killed('payment-service'),
  killed('inventory-service'),
  killed('saga-orchestrator'),
];

const placeAll = async (story: Story, order: NewOrder): Promise<void> => {
  const lane = async () => {
    for (let n = 0; n < ORDERS_PER_LANE; n += 1) story.accepted(await placeUntilAccepted(story, order));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

/** A client that gets no answer asks again with the same key, so that it never orders twice. */
const placeUntilAccepted = (story: Story, order: NewOrder): Promise<string> => {
  const key = randomUUID();
  return eventually(() => story.lab.placeOrder(order, key), { timeoutMs: 60_000, everyMs: 100 });
};

const seesTheFirstEnd = async (story: Story): Promise<void> => {
  const first = await eventually(
    async () => {
      const [order] = story.cast.orders;
      if (order !== undefined && hasEnded(await story.lab.saga(order))) return order;
      throw new Error('The first saga has not ended yet.');
    },
    { everyMs: 5, timeoutMs: 30_000 },
  );
  story.sees(`the first saga has ended (${first}), others are on their way`);
};

/** Without this the kill would have come too early or too late to mean anything. */
const seesOpenSagas = async (story: Story, killedService: ServiceName): Promise<void> => {
  const isOpen = async (order: string): Promise<boolean> => {
    if (killedService === 'saga-orchestrator') return (await story.lab.order(order)).status === 'PENDING';
    const saga = await story.lab.findSaga(order);
    return !saga || !hasEnded(saga);
  };
  const open = await eventually(async () => {
    const states = await Promise.all(story.cast.orders.map(isOpen));
    const count = states.filter(Boolean).length;
    expect(count, 'open sagas while the service is down').to.be.greaterThan(0);
    return count;
  });
  story.sees(`${open} of ${story.cast.orders.length} sagas are open while ${killedService} is down`);
};
