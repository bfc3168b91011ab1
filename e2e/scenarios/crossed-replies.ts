// Replies that cross on their way: of an action and its compensation, of two sagas, of a step and the one before it.
import { randomUUID } from 'node:crypto';
import { repliesQueue } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
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
  play: async (run) => {
    const shop = {
      ada: await run.openAccount('ada', 10 * PRICE),
      bob: await run.openAccount('bob', 10 * PRICE),
      lamp: await run.putStock('lamp', 10, PRICE),
    };
    await chargedBeforeRefunded(run, shop);
    await refundedBeforeCharged(run, shop);
    await run.expectAccount(shop.ada, { balance: 10 * PRICE, charged: 2 * PRICE, refunded: 2 * PRICE });
    await twoSagas(run, shop);
    await run.expectAccount(shop.ada, { balance: 9 * PRICE });
    await run.expectAccount(shop.bob, { balance: 8 * PRICE });
    await run.expectStock(shop.lamp, { available: 7, reserved: 0, shipped: 3 });
  },
});

/** The money has been charged and given back: both replies are on their way, and come in this order. */
const chargedBeforeRefunded = (run: ScenarioRun, { ada, lamp }: Shop): Promise<void> =>
  holdBack(run, 'PaymentCharged', (charged) =>
    holdBack(run, 'PaymentRefunded', async (refunded) => {
      const order = await cancelledWhenCharged(run, charged, () =>
        run.placeOrder(ada, { sku: lamp, quantity: 1 }),
      );
      await expectHeld(run, refunded, 'PaymentRefunded');
      await letThrough(run, charged, 'PaymentCharged');
      await run.expectEvent(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_OPEN' });
      await letThrough(run, refunded, 'PaymentRefunded');
      await run.expectEnd(order, 'COMPENSATED', CANCELLED);
    }),
  );

/** The other way round: when the first reply comes, the saga is one step further on its way back. */
const refundedBeforeCharged = (run: ScenarioRun, { ada, lamp }: Shop): Promise<void> =>
  holdBack(run, 'PaymentCharged', (charged) =>
    holdBack(run, 'StockReleased', async (released) => {
      const order = await cancelledWhenCharged(run, charged, () =>
        run.placeOrder(ada, { sku: lamp, quantity: 1 }),
      );
      await expectHeld(run, released, 'StockReleased');
      await letThrough(run, charged, 'PaymentCharged');
      await run.expectEvent(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_OPEN' });
      await letThrough(run, released, 'StockReleased');
      await run.expectEnd(order, 'COMPENSATED', CANCELLED);
    }),
  );

const twoSagas = (run: ScenarioRun, { ada, bob, lamp }: Shop): Promise<void> =>
  holdBack(run, 'PaymentCharged', async (charged) => {
    const adas = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
    const bobs = await run.placeOrder(bob, { sku: lamp, quantity: 2 });
    await expectHeld(run, charged, 'PaymentCharged', 2);
    const reply = replyOf(charged, adas);

    await sendReply(run, "ada's reply as the one to bob's saga", {
      ...reply,
      sagaid: bobs,
      data: { ...reply.data, orderId: bobs },
    });
    await run.expectEvent(bobs, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'NOT_WHAT_WAS_ASKED' });

    run.expectDeadLetter('data.orderId: must be equal to sagaId');
    await sendReply(run, "ada's reply with the saga of bob", { ...reply, sagaid: bobs });

    const reserved = {
      ...reply,
      type: 'StockReserved',
      source: '/inventory-service',
      step: 'reserve-stock',
      data: { orderId: adas, lines: [{ sku: lamp, quantity: 1, unitPrice: 1 }] },
    };
    await sendReply(run, "StockReserved at another price to ada's saga, which is a step further", reserved);
    await run.expectEvent(adas, 'ReplyIgnored', { reply: 'StockReserved', why: 'NOT_OPEN' });

    await letThrough(run, charged, 'both PaymentCharged, the later one first');
    await run.expectEnd(adas, 'COMPLETED');
    await run.expectEnd(bobs, 'COMPLETED');
    await sendReply(run, 'StockReserved once more', reserved);
    await run.expectEvent(adas, 'ReplyIgnored', { reply: 'StockReserved', why: 'ENDED' });
  });

const holdBack = (run: ScenarioRun, type: string, work: (hold: Hold) => Promise<void>): Promise<void> => {
  run.reportAction(`holds ${type} back`);
  return holding(run.brokerUrl(), type, work);
};

const expectHeld = async (run: ScenarioRun, hold: Hold, type: string, count = 1): Promise<void> => {
  await eventually(() => expect(hold.held().length).to.be.at.least(count));
  run.reportResult(`on its way, and held: ${count} x ${type}`);
};

const letThrough = async (run: ScenarioRun, hold: Hold, what: string): Promise<void> => {
  run.reportAction(`lets ${what} go`);
  await hold.release({ order: 'reverse' });
};

/** The customer changes her mind when the money is charged already, and the saga does not know it yet. */
const cancelledWhenCharged = async (
  run: ScenarioRun,
  charged: Hold,
  places: () => Promise<string>,
): Promise<string> => {
  const order = await places();
  await expectHeld(run, charged, 'PaymentCharged');
  await run.cancelOrder(order);
  await run.expectEvent(order, 'CompensationStarted', { from: 'charge-payment', reason: CANCELLED });
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
const sendReply = async (run: ScenarioRun, what: string, reply: object): Promise<void> => {
  const id = randomUUID();
  run.noteForged(id);
  run.reportAction(`sends ${what}`);
  const letter = { route: { exchange: '', key: repliesQueue }, bytes: JSON.stringify({ ...reply, id }) };
  expect(await send(run.brokerUrl(), [letter])).to.equal('confirmed');
};
