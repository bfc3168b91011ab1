// Replies that come too late, twice, from somebody else, or for no saga at all.
import { randomUUID } from 'node:crypto';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { sendEvent } from '../faults/broker.ts';
import { holding } from '../faults/broker-hold.ts';

const replyAfterDeadline = scenario({
  chapter: 'replies',
  position: 1,
  name: 'reply-after-deadline',
  covers: ['F-63', 'R-37', 'R-41', 'R-43', 'R-45'],
  sentence:
    'PaymentCharged comes when the saga has long been undone: it is written down, ignored, and the money is back.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds PaymentCharged back');
    await holding(run.brokerUrl(), 'PaymentCharged', async (replies) => {
      const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await run.expectEnd(order, 'COMPENSATED', 'CHARGE_PAYMENT_TIMED_OUT');
      await run.expectAccount(ada, { balance: 10_000, charged: 2_500, refunded: 2_500 });

      run.reportAction('lets PaymentCharged go');
      await replies.release();
      await run.expectEvent(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'ENDED' });
      await run.expectEnd(order, 'COMPENSATED');
    });
    await run.expectStock(lamp, { available: 5, reserved: 0 });
  },
});

const foreignReplies = scenario({
  chapter: 'replies',
  position: 1,
  name: 'foreign-replies',
  covers: ['B-3', 'F-63', 'R-37', 'R-57'],
  sentence:
    'A reply under a second id, one from the wrong service and one for no saga are ignored by name; the saga goes its way.',
  needs: { ownSystem: true },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds all commands to payment-service back');
    await holding(run.brokerUrl(), 'payment-service', async (commands) => {
      const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      const charge = await eventually(() => {
        const [command] = commands.held();
        if (!command) throw new Error('ChargePayment has not been sent yet.');
        return JSON.parse(command.body) as Message;
      });

      await sendReply(run, 'PaymentCharged in the name of inventory-service', {
        ...chargedReplyTo(charge),
        source: '/inventory-service',
      });
      await run.expectEvent(order, 'ReplyIgnored', {
        reply: 'PaymentCharged',
        from: '/inventory-service',
        why: 'WRONG_PARTICIPANT',
      });

      const nobody = randomUUID();
      await sendReply(run, 'PaymentCharged for a saga that does not exist', {
        ...chargedReplyTo(charge),
        correlationid: nobody,
        sagaid: nobody,
        data: { ...(charge['data'] as object), orderId: nobody },
      });
      await expectNoSaga(run, nobody);

      run.reportAction('lets ChargePayment go');
      await commands.release();
      await run.expectEnd(order, 'COMPLETED');
      await sendReply(run, 'PaymentCharged once more, under another id', chargedReplyTo(charge));
      await run.expectEvent(order, 'ReplyIgnored', { from: '/payment-service', why: 'ENDED' });
    });
    await run.expectAccount(ada, { balance: 7_500, charged: 2_500 });
    await run.expectStock(lamp, { available: 4, shipped: 1 });
  },
});

export default [foreignReplies, replyAfterDeadline];

type Message = Readonly<Record<string, unknown>>;

/** What payment-service would answer, under an id of its own. */
const chargedReplyTo = ({ id, ...command }: Message) => ({
  ...command,
  id: randomUUID(),
  causationid: id,
  source: '/payment-service',
  type: 'PaymentCharged',
  answer: 'APPLIED',
});

const sendReply = async (
  run: ScenarioRun,
  what: string,
  event: Message & { id: string; type: string },
): Promise<void> => {
  run.noteForged(event.id);
  run.reportAction(`sends ${what}`);
  expect(await sendEvent(run.brokerUrl(), event)).to.equal('confirmed');
};

/** The orchestrator has noted the reply, so it has had its chance to start something. */
const expectNoSaga = async (run: ScenarioRun, saga: string): Promise<void> => {
  await eventually(async () => {
    const noted = (await run.lab.commits())['saga-orchestrator'].filter(({ input }) => input.sagaId === saga);
    expect(
      noted.flatMap(({ events }) => events.map(({ data }) => (data as { why?: string }).why)),
    ).to.deep.equal(['NOT_STARTED']);
    expect(noted.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  });
  expect(await run.lab.findSaga(saga)).to.equal(undefined);
  expect(await run.lab.findOrder(saga)).to.equal(undefined);
  run.reportResult('it is ignored as NOT_STARTED: there is no such saga, and no order');
};
