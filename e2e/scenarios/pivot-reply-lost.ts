// The order is approved, but the reply does not reach the orchestrator.
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
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds OrderApproved back');
    const order = await holding(run.brokerUrl(), 'OrderApproved', async (replies) => {
      const placed = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await run.expectEvent(placed, 'CommandSent', { command: 'ApproveOrder', attempt: 2 });
      await eventually(() => {
        const answers = replies.held().map(({ body }) => (JSON.parse(body) as { answer: string }).answer);
        expect(answers).to.include.members(['APPLIED', 'DUPLICATE']);
      });
      run.reportResult('order-service has answered twice: APPLIED, then DUPLICATE');

      run.reportAction('an operator wants to abort');
      const refused = await run.actAsOperator(placed, 'abort', 'grace', { reason: 'it takes too long' });
      run.expectProblem(refused, 409, 'SAGA_PAST_PIVOT');

      run.reportAction('loses every OrderApproved so far, and lets the next one through');
      run.noteLoss('the first answers of the pivot');
      await replies.release({ only: () => false });
      return placed;
    });

    await run.expectEnd(order, 'COMPLETED');
    await run.expectNoEvent(order, 'CompensationStarted');
    await run.expectAccount(ada, { balance: 7_500, charged: 2_500, refunded: 0 });
    await run.expectStock(lamp, { available: 4, shipped: 1 });
  },
});
