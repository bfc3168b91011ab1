// A compensation that nobody ever confirms: the saga waits for a person, visibly, and says what it waits for.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 6,
  covers: ['F-63', 'R-39'],
  sentence:
    'StockReleased never comes: the saga is PARKED, not COMPENSATED, until an operator resolves it or has it tried again.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const poor = await run.openAccount('poor', 0);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds StockReleased back');
    await holding(run.brokerUrl(), 'StockReleased', async (replies) => {
      const resolved = await run.placeOrder(poor, { sku: lamp, quantity: 1 });
      const retried = await run.placeOrder(poor, { sku: lamp, quantity: 2 });
      for (const order of [resolved, retried]) {
        await run.expectEvent(order, 'SagaParked', { step: 'reserve-stock', operation: 'compensation' });
        await expectParked(run, order);
      }

      const byHand = { reason: 'counted the shelf: the piece is back' };
      run.reportAction(`grace resolves the first: ${byHand.reason}`);
      expect((await run.actAsOperator(resolved, 'resolve', 'grace', byHand)).status).to.equal(200);
      await run.expectEnd(resolved, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
      await run.expectEvent(resolved, 'StepResolvedByHand', { by: 'grace', ...byHand });

      run.reportAction('grace has the second tried again');
      expect((await run.actAsOperator(retried, 'retry', 'grace')).status).to.equal(200);
      await run.expectEvent(retried, 'RetryRequested', { by: 'grace' });
      run.reportAction('lets every StockReleased go');
      await replies.release();
      await run.expectEnd(retried, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
      await run.expectEvent(resolved, 'ReplyIgnored', { reply: 'StockReleased', why: 'ENDED' });
    });
    await run.expectStock(lamp, { available: 5, reserved: 0 });
  },
});

/** As an operator finds it: in the list of what is parked, with the step and what is wrong with it. */
const expectParked = async (run: ScenarioRun, order: string): Promise<void> => {
  const error = await eventually(async () => {
    const { body } = await run.lab.ask('saga-orchestrator', {
      method: 'get',
      path: '/sagas?status=PARKED&limit=100',
    });
    const { items } = body as { items: readonly { sagaId: string; error: string }[] };
    const found = items.find(({ sagaId }) => sagaId === order);
    expect(found).to.deep.include({ step: 'reserve-stock', operation: 'compensation' });
    return found?.error;
  });
  expect(error).to.equal('no answer to ReleaseStock after 3 tries');
  run.reportResult(`GET /sagas?status=PARKED: ${order} at reserve-stock, ${error}`);
};
