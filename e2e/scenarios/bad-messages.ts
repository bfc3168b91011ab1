// Messages that nobody should send: each becomes what its case says, nothing else happens, and the flow goes on.
import { serviceNames } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { attributes, missing, types } from '../hostile/messages/attributes.ts';
import { forms, noJson, sizes } from '../hostile/messages/bytes.ts';
import type { KnownOrder, MessageGroup, MessageContext } from '../hostile/messages/case.ts';
import { playMessages } from '../hostile/messages/play.ts';
import { copies, properties, refusedByBroker } from '../hostile/messages/properties.ts';
import { atPaymentStep, knownIds } from '../hostile/messages/replies.ts';
import { ended, late, unknown } from '../hostile/messages/sagas.ts';
import { articles, money, idsAndFields } from '../hostile/messages/values.ts';
import { holding } from '../faults/broker-hold.ts';
import { placeOrders } from '../stage/order-load.ts';
import { expectReady } from '../stage/readiness.ts';
import { expectNoSideEffects } from '../stage/side-effects.ts';

const groups: readonly MessageGroup[] = [
  noJson,
  forms,
  missing,
  attributes,
  types,
  money,
  articles,
  idsAndFields,
  ended,
  unknown,
  late,
  knownIds,
  properties,
  refusedByBroker,
  sizes,
];

const PRICE = 2_500;
const MONEY = 1_000_000;
const READY_MS = 5_000;
const load = { clients: 2, ordersEach: 10, paceMs: 300 };

export default scenario({
  chapter: 'messages',
  position: 3,
  covers: ['B-3', 'F-30', 'F-67'],
  sentence:
    'Malformed, misnamed, too large, too late, forged, ten thousand times the same: one dead letter each, or ignored by name, and orders go on.',
  needs: { ownSystem: true },
  play: async (run) => {
    const ada = await run.openAccount('ada', MONEY);
    const lamp = await run.putStock('lamp', 100, PRICE);
    const context = await endTwoSagas(run, { ada, lamp });

    await expectNoSideEffects(run, async () => {
      await sendAtPaymentStep(run, context);
      await whileOrdersComplete(run, context, () => playMessages(run, groups, context));
      await whileOrdersComplete(run, context, () => playMessages(run, [copies], context));
      await expectReady(run, { services: serviceNames, withinMs: READY_MS });
    });
  },
});

/** One order that is through, and one that was undone. */
const endTwoSagas = async (
  run: ScenarioRun,
  { ada, lamp }: Readonly<Record<'ada' | 'lamp', string>>,
): Promise<MessageContext> => {
  const rare = await run.putStock('rare', 0, PRICE);
  const order = async (sku: string, end: 'COMPLETED' | 'COMPENSATED'): Promise<KnownOrder> => {
    const known = {
      order: await run.placeOrder(ada, { sku, quantity: 1 }),
      customer: ada,
      sku,
      total: PRICE,
    };
    await run.expectEnd(known.order, end);
    return known;
  };
  const completed = await order(lamp, 'COMPLETED');
  const compensated = await order(rare, 'COMPENSATED');
  const ids = await idsOf(run, completed.order);
  return { completed, compensated, idOf: (type) => ids.get(type) ?? '' };
};

/** By its type, the id of each message that the saga and its participants have decided. */
const idsOf = async ({ lab }: ScenarioRun, saga: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    Object.values(await lab.commits())
      .flat()
      .filter(({ input }) => input.sagaId === saga)
      .map(({ input, _id }) => [input.type, _id]),
  );

const sendAtPaymentStep = async (run: ScenarioRun, context: MessageContext): Promise<void> => {
  const { customer, sku } = context.completed;
  run.reportAction('holds all commands to payment-service back');
  await holding(run.brokerUrl(), 'payment-service', async (held) => {
    const order = await run.placeOrder(customer, { sku, quantity: 1 });
    await eventually(() => expect(held.held().map(({ type }) => type)).to.deep.equal(['ChargePayment']));
    await playMessages(run, [atPaymentStep({ ...context.completed, order })], context);
    run.reportAction('lets ChargePayment go');
    await held.release();
    await run.expectEnd(order, 'COMPLETED');
  });
};

/** Every order that is placed meanwhile is completed, as if nothing else came. */
const whileOrdersComplete = async (
  run: ScenarioRun,
  { completed: { customer: customerId, sku } }: MessageContext,
  work: () => Promise<void>,
): Promise<void> => {
  const accepted: string[] = [];
  run.reportAction(`${load.clients} clients place orders meanwhile, ${load.ordersEach} each`);
  const placing = placeOrders(run, [{ customerId, lines: [{ sku, quantity: 1 }] }], { ...load, accepted });
  placing.catch(() => undefined); // awaited below, unless the work fails first
  await work();
  await placing;
  for (const id of accepted) expect((await run.lab.sagaEnd(id)).status, `saga ${id}`).to.equal('COMPLETED');
  run.reportResult(`all ${accepted.length} orders that were placed meanwhile are COMPLETED`);
};
