// A participant is away for longer than anybody wants to wait: before the point of no return, and behind it.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { holding } from '../faults/broker-hold.ts';

const participantDownBeforePivot = scenario({
  chapter: 'replies',
  position: 4,
  name: 'participant-down-before-pivot',
  covers: ['F-69', 'R-43'],
  sentence:
    'payment-service is down over the deadline of its step: the saga turns round, and undoes the step of unknown outcome too.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    const order = await whileDown(story, 'payment-service', async () => {
      const placed = await story.places(ada, { sku: lamp, quantity: 1 });
      await story.seesHappening(placed, 'StepTimedOut', { step: 'charge-payment' });
      await story.seesHappening(placed, 'CommandSent', { command: 'RefundPayment' });
      expect((await story.lab.saga(placed)).status).not.to.equal('COMPENSATED');
      story.sees('the saga is not COMPENSATED as long as nobody has confirmed it');
      return placed;
    });

    await story.seesEnd(order, 'COMPENSATED', 'CHARGE_PAYMENT_TIMED_OUT');
    await story.seesHappening(order, 'StepCompensated', { step: 'charge-payment' });
    await story.seesAccount(ada, { balance: 10_000 });
    await story.seesStock(lamp, { available: 5, reserved: 0 });
  },
});

const participantDownAfterPivot = scenario({
  chapter: 'replies',
  position: 4,
  name: 'participant-down-after-pivot',
  covers: ['F-69', 'R-40'],
  sentence:
    'inventory-service goes down when ApproveOrder has been sent: the saga waits and repeats, turns round never, and completes.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    const order = await holding(story.brokerUrl(), 'OrderApproved', async (replies) => {
      story.does('holds OrderApproved back, so that there is time');
      const placed = await story.places(ada, { sku: lamp, quantity: 1 });
      await eventually(() => expect(replies.held()).not.to.have.length(0));
      await whileDown(story, 'inventory-service', async () => {
        story.does('lets OrderApproved go');
        await replies.release();
        await story.seesHappening(placed, 'SagaParked', { step: 'ship-stock' });
        await story.seesOrder(placed, { status: 'APPROVED' });
      });
      return placed;
    });

    await story.seesEnd(order, 'COMPLETED');
    await story.seesNothingOf(order, 'CompensationStarted');
    await story.seesStock(lamp, { available: 4, reserved: 0, shipped: 1 });
    await story.seesAccount(ada, { balance: 7_500, refunded: 0 });
  },
});

export default [participantDownBeforePivot, participantDownAfterPivot];

/** Started again whatever was seen: others play here too. */
const whileDown = async <T>(story: Story, part: string, work: () => Promise<T>): Promise<T> => {
  await story.kills(part);
  try {
    return await work();
  } finally {
    await story.starts(part);
  }
};
