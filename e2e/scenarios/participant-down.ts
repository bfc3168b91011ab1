// A participant is away for longer than anybody wants to wait: before the point of no return, and behind it.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { holding } from '../faults/broker-hold.ts';

const participantDownBeforePivot = scenario({
  chapter: 'replies',
  position: 4,
  name: 'participant-down-before-pivot',
  covers: ['F-69', 'R-43'],
  sentence:
    'payment-service is down over the deadline of its step: the saga turns round, and undoes the step of unknown outcome too.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    const order = await whileDown(run, 'payment-service', async () => {
      const placed = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await run.expectEvent(placed, 'StepTimedOut', { step: 'charge-payment' });
      await run.expectEvent(placed, 'CommandSent', { command: 'RefundPayment' });
      expect((await run.lab.saga(placed)).status).not.to.equal('COMPENSATED');
      run.reportResult('the saga is not COMPENSATED as long as nobody has confirmed it');
      return placed;
    });

    await run.expectEnd(order, 'COMPENSATED', 'CHARGE_PAYMENT_TIMED_OUT');
    await run.expectEvent(order, 'StepCompensated', { step: 'charge-payment' });
    await run.expectAccount(ada, { balance: 10_000 });
    await run.expectStock(lamp, { available: 5, reserved: 0 });
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
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    const order = await holding(run.brokerUrl(), 'OrderApproved', async (replies) => {
      run.reportAction('holds OrderApproved back, so that there is time');
      const placed = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await eventually(() => expect(replies.held()).not.to.have.length(0));
      await whileDown(run, 'inventory-service', async () => {
        run.reportAction('lets OrderApproved go');
        await replies.release();
        await run.expectEvent(placed, 'SagaParked', { step: 'ship-stock' });
        await run.expectOrder(placed, { status: 'APPROVED' });
      });
      return placed;
    });

    await run.expectEnd(order, 'COMPLETED');
    await run.expectNoEvent(order, 'CompensationStarted');
    await run.expectStock(lamp, { available: 4, reserved: 0, shipped: 1 });
    await run.expectAccount(ada, { balance: 7_500, refunded: 0 });
  },
});

export default [participantDownBeforePivot, participantDownAfterPivot];

/** Started again after a failure, too: other scenarios use this system. */
const whileDown = async <T>(run: ScenarioRun, part: string, work: () => Promise<T>): Promise<T> => {
  await run.kill(part);
  try {
    return await work();
  } finally {
    await run.start(part);
  }
};
