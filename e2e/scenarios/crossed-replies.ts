// Replies that cross on their way: of an action and its compensation, of two sagas, of a step and the one before it.
import { randomUUID } from 'node:crypto';
import { repliesQueue } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { send } from '../faults/broker.ts';
import { holding } from '../faults/broker-hold.ts';
import type { Hold } from '../faults/broker-hold.ts';

const PRICE = 2_500;
const CANCELLED = 'CUSTOMER_CANCELLED';

interface Shop {
  readonly ada: string;
  readonly bob: string;
  readonly lamp: string;
}

export default scenario({
  chapter: 'replies',
  position: 2,
  covers: ['B-3', 'F-61', 'F-63'],
  sentence:
    'Replies of an action and its compensation, of two sagas, and of two steps cross: each counts where it was asked for, and nowhere else.',
  needs: { ownSystem: true },
  play: async (story) => {
    const shop = {
      ada: await story.customer('ada', 10 * PRICE),
      bob: await story.customer('bob', 10 * PRICE),
      lamp: await story.stock('lamp', 10, PRICE),
    };
    await chargedBeforeRefunded(story, shop);
    await refundedBeforeCharged(story, shop);
    await story.seesAccount(shop.ada, { balance: 10 * PRICE, charged: 2 * PRICE, refunded: 2 * PRICE });
    await twoSagas(story, shop);
    await story.seesAccount(shop.ada, { balance: 9 * PRICE });
    await story.seesAccount(shop.bob, { balance: 8 * PRICE });
    await story.seesStock(shop.lamp, { available: 7, reserved: 0, shipped: 3 });
  },
});

/** The money has been charged and given back: both replies are on their way, and come in this order. */
const chargedBeforeRefunded = (story: Story, { ada, lamp }: Shop): Promise<void> =>
  holdsBack(story, 'PaymentCharged', (charged) =>
    holdsBack(story, 'PaymentRefunded', async (refunded) => {
      const order = await cancelledWhenCharged(story, charged, () =>
        story.places(ada, { sku: lamp, quantity: 1 }),
      );
      await seesHeld(story, refunded, 'PaymentRefunded');
      await lets(story, charged, 'PaymentCharged');
      await story.seesHappening(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_OPEN' });
      await lets(story, refunded, 'PaymentRefunded');
      await story.seesEnd(order, 'COMPENSATED', CANCELLED);
    }),
  );

/** The other way round: when the first reply comes, the saga is one step further on its way back. */
const refundedBeforeCharged = (story: Story, { ada, lamp }: Shop): Promise<void> =>
  holdsBack(story, 'PaymentCharged', (charged) =>
    holdsBack(story, 'StockReleased', async (released) => {
      const order = await cancelledWhenCharged(story, charged, () =>
        story.places(ada, { sku: lamp, quantity: 1 }),
      );
      await seesHeld(story, released, 'StockReleased');
      await lets(story, charged, 'PaymentCharged');
      await story.seesHappening(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_OPEN' });
      await lets(story, released, 'StockReleased');
      await story.seesEnd(order, 'COMPENSATED', CANCELLED);
    }),
  );

const twoSagas = (story: Story, { ada, bob, lamp }: Shop): Promise<void> =>
  holdsBack(story, 'PaymentCharged', async (charged) => {
    const adas = await story.places(ada, { sku: lamp, quantity: 1 });
    const bobs = await story.places(bob, { sku: lamp, quantity: 2 });
    await seesHeld(story, charged, 'PaymentCharged', 2);
    const reply = replyOf(charged, adas);

    await says(story, "ada's reply as the one to bob's saga", {
      ...reply,
      sagaid: bobs,
      data: { ...reply.data, orderId: bobs },
    });
    await story.seesHappening(bobs, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_WHAT_WAS_ASKED' });

    story.expectsDeadLetter('data.orderId: is not the sagaId');
    await says(story, "ada's reply with the saga of bob", { ...reply, sagaid: bobs });

    const reserved = {
      ...{ ...reply, type: 'StockReserved', source: '/inventory-service', step: 'reserve-stock' },
      data: { orderId: adas, lines: [{ sku: lamp, quantity: 1, unitPrice: 1 }] },
    };
    await says(story, "StockReserved at another price to ada's saga, which is a step further", reserved);
    await story.seesHappening(adas, 'ReplyIgnored', { reply: 'StockReserved', why: 'NOT_OPEN' });

    await lets(story, charged, 'both PaymentCharged, the later one first');
    await story.seesEnd(adas, 'COMPLETED');
    await story.seesEnd(bobs, 'COMPLETED');
    await says(story, 'StockReserved once more', reserved);
    await story.seesHappening(adas, 'ReplyIgnored', { reply: 'StockReserved', why: 'ENDED' });
  });

const holdsBack = (story: Story, type: string, work: (hold: Hold) => Promise<void>): Promise<void> => {
  story.does(`holds ${type} back`);
  return holding(story.brokerUrl(), type, work);
};

const seesHeld = async (story: Story, hold: Hold, type: string, count = 1): Promise<void> => {
  await eventually(() => expect(hold.held().length).to.be.at.least(count));
  story.sees(`on its way, and held: ${count} x ${type}`);
};

const lets = async (story: Story, hold: Hold, what: string): Promise<void> => {
  story.does(`lets ${what} go`);
  await hold.release({ order: 'reverse' });
};

/** The customer changes her mind when the money is charged already, and the saga does not know it yet. */
const cancelledWhenCharged = async (
  story: Story,
  charged: Hold,
  places: () => Promise<string>,
): Promise<string> => {
  const order = await places();
  await seesHeld(story, charged, 'PaymentCharged');
  await story.cancels(order);
  await story.seesHappening(order, 'CompensationStarted', { from: 'charge-payment', reason: CANCELLED });
  return order;
};

interface Reply {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const replyOf = (hold: Hold, saga: string): Reply => {
  const found = hold.held().find((each) => each.saga === saga);
  if (!found) throw new Error(`Nothing of saga ${saga} is held.`);
  return JSON.parse(found.body) as Reply;
};

/** Under an id of its own, and past what is held back. */
const says = async (story: Story, what: string, reply: object): Promise<void> => {
  const id = randomUUID();
  story.forges(id);
  story.does(`sends ${what}`);
  const letter = { route: { exchange: '', key: repliesQueue }, bytes: JSON.stringify({ ...reply, id }) };
  expect(await send(story.brokerUrl(), [letter])).to.equal('confirmed');
};
