// Messages that nobody should send: each becomes what its case says, nothing else happens, and the flow goes on.
import { serviceNames } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { attributes, missing, types } from '../hostile/messages/message-attributes.ts';
import { forms, noJson, sizes } from '../hostile/messages/message-bytes.ts';
import type { Known, MessageGroup, MessageWorld } from '../hostile/messages/message-case.ts';
import { playMessages } from '../hostile/messages/message-play.ts';
import { copies, properties, refusedByBroker } from '../hostile/messages/message-properties.ts';
import { atPaymentStep, knownIds } from '../hostile/messages/message-replies.ts';
import { ended, late, unknown } from '../hostile/messages/message-sagas.ts';
import { goods, money, people } from '../hostile/messages/message-values.ts';
import { holding } from '../faults/broker-hold.ts';
import { placeAll } from '../stage/crowd.ts';
import { seesReady } from '../stage/readiness.ts';
import { unharmed } from '../stage/unharmed.ts';

const groups: readonly MessageGroup[] = [
  ...[noJson, forms, missing, attributes, types, money, goods, people],
  ...[ended, unknown, late, knownIds, properties, refusedByBroker, sizes],
];

const PRICE = 2_500;
const MONEY = 1_000_000;
const READY_MS = 5_000;
const crowd = { clients: 2, ordersEach: 10, paceMs: 300 };

export default scenario({
  chapter: 'messages',
  position: 3,
  covers: ['B-3', 'F-30', 'F-67'],
  sentence:
    'Malformed, misnamed, too large, too late, forged, ten thousand times the same: one dead letter each, or ignored by name, and orders go on.',
  needs: { ownSystem: true },
  play: async (story) => {
    const ada = await story.customer('ada', MONEY);
    const lamp = await story.stock('lamp', 100, PRICE);
    const world = await twoThatHaveEnded(story, { ada, lamp });

    await unharmed(story, async () => {
      await playsAtPaymentStep(story, world);
      await whileOrdersComplete(story, world, () => playMessages(story, groups, world));
      await whileOrdersComplete(story, world, () => playMessages(story, [copies], world));
      await seesReady(story, { services: serviceNames, withinMs: READY_MS });
    });
  },
});

/** One order that is through, and one that was undone. */
const twoThatHaveEnded = async (
  story: Story,
  { ada, lamp }: Readonly<Record<'ada' | 'lamp', string>>,
): Promise<MessageWorld> => {
  const rare = await story.stock('rare', 0, PRICE);
  const order = async (sku: string, end: 'COMPLETED' | 'COMPENSATED'): Promise<Known> => {
    const known = { order: await story.places(ada, { sku, quantity: 1 }), customer: ada, sku, total: PRICE };
    await story.seesEnd(known.order, end);
    return known;
  };
  const completed = await order(lamp, 'COMPLETED');
  const compensated = await order(rare, 'COMPENSATED');
  const ids = await idsOf(story, completed.order);
  return { completed, compensated, idOf: (type) => ids.get(type) ?? '' };
};

/** By its type, the id of each message that the saga and its participants have decided. */
const idsOf = async ({ lab }: Story, saga: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    Object.values(await lab.commits())
      .flat()
      .filter(({ input }) => input.sagaId === saga)
      .map(({ input, _id }) => [input.type, _id]),
  );

const playsAtPaymentStep = async (story: Story, world: MessageWorld): Promise<void> => {
  const { customer, sku } = world.completed;
  story.does('holds all commands to payment-service back');
  await holding(story.brokerUrl(), 'payment-service', async (held) => {
    const order = await story.places(customer, { sku, quantity: 1 });
    await eventually(() => expect(held.held().map(({ type }) => type)).to.deep.equal(['ChargePayment']));
    await playMessages(story, [atPaymentStep({ ...world.completed, order })], world);
    story.does('lets ChargePayment go');
    await held.release();
    await story.seesEnd(order, 'COMPLETED');
  });
};

/** Every order that is placed meanwhile is completed, as if nothing else came. */
const whileOrdersComplete = async (
  story: Story,
  { completed: { customer: customerId, sku } }: MessageWorld,
  work: () => Promise<void>,
): Promise<void> => {
  const mine: string[] = [];
  story.does(`${crowd.clients} clients place orders meanwhile, ${crowd.ordersEach} each`);
  const placing = placeAll(story, [{ customerId, lines: [{ sku, quantity: 1 }] }], { ...crowd, mine });
  placing.catch(() => undefined); // awaited below, unless the work fails first
  await work();
  await placing;
  for (const id of mine) expect((await story.lab.sagaEnd(id)).status, `saga ${id}`).to.equal('COMPLETED');
  story.sees(`all ${mine.length} orders that were placed meanwhile are COMPLETED`);
};
