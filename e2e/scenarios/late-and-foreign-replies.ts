// Replies that come too late, twice, from somebody else, or for no saga at all.
import { randomUUID } from 'node:crypto';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
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
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    story.does('holds PaymentCharged back');
    await holding(story.brokerUrl(), 'PaymentCharged', async (replies) => {
      const order = await story.places(ada, { sku: lamp, quantity: 1 });
      await story.seesEnd(order, 'COMPENSATED', 'CHARGE_PAYMENT_TIMED_OUT');
      await story.seesAccount(ada, { balance: 10_000, charged: 2_500, refunded: 2_500 });

      story.does('lets PaymentCharged go');
      await replies.release();
      await story.seesHappening(order, 'ReplyIgnored', { reply: 'PaymentCharged', why: 'ENDED' });
      await story.seesEnd(order, 'COMPENSATED');
    });
    await story.seesStock(lamp, { available: 5, reserved: 0 });
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
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    story.does('holds all commands to payment-service back');
    await holding(story.brokerUrl(), 'payment-service', async (commands) => {
      const order = await story.places(ada, { sku: lamp, quantity: 1 });
      const charge = await eventually(() => {
        const [command] = commands.held();
        if (!command) throw new Error('ChargePayment has not been sent yet.');
        return JSON.parse(command.body) as Message;
      });

      await sends(story, 'PaymentCharged in the name of inventory-service', {
        ...chargedReplyTo(charge),
        source: '/inventory-service',
      });
      await story.seesHappening(order, 'ReplyIgnored', {
        reply: 'PaymentCharged',
        from: '/inventory-service',
        why: 'WRONG_PARTICIPANT',
      });

      const nobody = randomUUID();
      await sends(story, 'PaymentCharged for a saga that does not exist', {
        ...chargedReplyTo(charge),
        correlationid: nobody,
        sagaid: nobody,
        data: { ...(charge['data'] as object), orderId: nobody },
      });
      await seesNoSaga(story, nobody);

      story.does('lets ChargePayment go');
      await commands.release();
      await story.seesEnd(order, 'COMPLETED');
      await sends(story, 'PaymentCharged once more, under another id', chargedReplyTo(charge));
      await story.seesHappening(order, 'ReplyIgnored', { from: '/payment-service', why: 'ENDED' });
    });
    await story.seesAccount(ada, { balance: 7_500, charged: 2_500 });
    await story.seesStock(lamp, { available: 4, shipped: 1 });
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

const sends = async (
  story: Story,
  what: string,
  event: Message & { id: string; type: string },
): Promise<void> => {
  story.forges(event.id);
  story.does(`sends ${what}`);
  expect(await sendEvent(story.brokerUrl(), event)).to.equal('confirmed');
};

/** The orchestrator has noted the reply, so it has had its chance to start something. */
const seesNoSaga = async (story: Story, saga: string): Promise<void> => {
  await eventually(async () => {
    const noted = (await story.lab.commits())['saga-orchestrator'].filter(
      ({ input }) => input.sagaId === saga,
    );
    expect(
      noted.flatMap(({ events }) => events.map(({ data }) => (data as { why?: string }).why)),
    ).to.deep.equal(['NOT_STARTED']);
    expect(noted.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  });
  expect(await story.lab.findSaga(saga)).to.equal(undefined);
  expect(await story.lab.findOrder(saga)).to.equal(undefined);
  story.sees('it is ignored as NOT_STARTED: there is no such saga, and no order');
};
