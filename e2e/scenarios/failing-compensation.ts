// A compensation that nobody ever confirms: the saga waits for a person, visibly, and says what it waits for.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 6,
  covers: ['F-63', 'R-39'],
  sentence:
    'StockReleased never comes: the saga is PARKED, not COMPENSATED, until an operator resolves it or has it tried again.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const poor = await story.customer('poor', 0);
    const lamp = await story.stock('lamp', 5, 2_500);

    story.does('holds StockReleased back');
    await holding(story.brokerUrl(), 'StockReleased', async (replies) => {
      const resolved = await story.places(poor, { sku: lamp, quantity: 1 });
      const retried = await story.places(poor, { sku: lamp, quantity: 2 });
      for (const order of [resolved, retried]) {
        await story.seesHappening(order, 'SagaParked', { step: 'reserve-stock', operation: 'compensation' });
        await seesParked(story, order);
      }

      const byHand = { reason: 'counted the shelf: the piece is back' };
      story.does(`grace resolves the first: ${byHand.reason}`);
      expect((await story.operates(resolved, 'resolve', 'grace', byHand)).status).to.equal(200);
      await story.seesEnd(resolved, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
      await story.seesHappening(resolved, 'StepResolvedByHand', { by: 'grace', ...byHand });

      story.does('grace has the second tried again');
      expect((await story.operates(retried, 'retry', 'grace')).status).to.equal(200);
      await story.seesHappening(retried, 'RetryRequested', { by: 'grace' });
      story.does('lets every StockReleased go');
      await replies.release();
      await story.seesEnd(retried, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
      await story.seesHappening(resolved, 'ReplyIgnored', { reply: 'StockReleased', why: 'ENDED' });
    });
    await story.seesStock(lamp, { available: 5, reserved: 0 });
  },
});

/** As an operator finds it: in the list of what is parked, with the step and what is wrong with it. */
const seesParked = async (story: Story, order: string): Promise<void> => {
  const error = await eventually(async () => {
    const { body } = await story.lab.ask('saga-orchestrator', {
      method: 'get',
      path: '/sagas?status=PARKED&limit=100',
    });
    const { items } = body as { items: readonly { sagaId: string; error: string }[] };
    const found = items.find(({ sagaId }) => sagaId === order);
    expect(found).to.deep.include({ step: 'reserve-stock', operation: 'compensation' });
    return found?.error;
  });
  expect(error).to.equal('no answer to ReleaseStock after 3 tries');
  story.sees(`GET /sagas?status=PARKED: ${order} at reserve-stock, ${error}`);
};
