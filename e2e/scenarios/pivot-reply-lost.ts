// The order is approved, but the orchestrator does not hear of it.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 5,
  covers: ['F-31', 'F-63', 'R-43'],
  sentence:
    'OrderApproved gets lost: ApproveOrder is repeated until it is answered, and nobody can turn the saga round any more.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    story.does('holds OrderApproved back');
    const order = await holding(story.brokerUrl(), 'OrderApproved', async (replies) => {
      const placed = await story.places(ada, { sku: lamp, quantity: 1 });
      await story.seesHappening(placed, 'CommandSent', { command: 'ApproveOrder', attempt: 2 });
      await eventually(() => {
        const answers = replies.held().map(({ body }) => (JSON.parse(body) as { answer: string }).answer);
        expect(answers).to.include.members(['APPLIED', 'DUPLICATE']);
      });
      story.sees('order-service has answered twice: APPLIED, then DUPLICATE');

      story.does('an operator wants to abort');
      const refused = await story.operates(placed, 'abort', 'grace', { reason: 'it takes too long' });
      story.seesProblem(refused, 409, 'SAGA_PAST_PIVOT');

      story.does('loses every OrderApproved so far, and lets the next one through');
      story.loses('the first answers of the pivot');
      await replies.release({ only: () => false });
      return placed;
    });

    await story.seesEnd(order, 'COMPLETED');
    await story.seesNothingOf(order, 'CompensationStarted');
    await story.seesAccount(ada, { balance: 7_500, charged: 2_500, refunded: 0 });
    await story.seesStock(lamp, { available: 4, shipped: 1 });
  },
});
