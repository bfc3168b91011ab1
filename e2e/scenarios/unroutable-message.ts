// A message that no queue takes: it comes back, the outbox keeps it and says so, and it leaves once there is a queue.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { removeBinding, restoreBinding } from '../faults/broker-topology.ts';
import { metricOf, publishesOf } from '../stage/metrics.ts';
import { expectReady } from '../stage/readiness.ts';

const PRICE = 2_500;
const SENDER = 'order-service';
const READY_MS = 5_000;

export default scenario({
  chapter: 'servers',
  position: 2,
  covers: ['F-28'],
  sentence:
    'No queue takes OrderPlaced: the broker gives it back, the outbox keeps it and shows it, and the order goes its way once the binding is there again.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', PRICE);
    const lamp = await run.putStock('lamp', 1, PRICE);
    const before = await publishesOf(run, 'returned');

    const order = await withoutBinding(run, async () => {
      const placed = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await expectItComeBack(run, before);
      await expectItWait(run);
      await run.expectOrder(placed, { status: 'PENDING' });
      expect(await run.lab.findSaga(placed)).to.equal(undefined);
      await expectReady(run, { services: [SENDER], withinMs: READY_MS });
      return placed;
    });
    await run.expectEnd(order, 'COMPLETED');
    await expectNothingWait(run);
  },
});

const withoutBinding = async <T>(run: ScenarioRun, work: () => Promise<T>): Promise<T> => {
  run.reportAction('remove the binding of OrderPlaced');
  await removeBinding(run.brokerUrl(), 'OrderPlaced');
  try {
    return await work();
  } finally {
    run.reportAction('bind it again');
    await restoreBinding(run.brokerUrl(), 'OrderPlaced');
  }
};

/** At once, and again whenever it is tried. */
const expectItComeBack = async (run: ScenarioRun, before: number): Promise<void> => {
  const returned = await eventually(async () => {
    const since = (await publishesOf(run, 'returned')) - before;
    expect(since).to.be.at.least(2);
    return since;
  });
  run.reportResult(`saga_lab_publishes_total{result="returned"}: ${returned} more`);
};

const expectItWait = async (run: ScenarioRun): Promise<void> => {
  const { pending, waitedMs } = await run.lab.outbox(SENDER);
  expect(pending).to.be.at.least(1);
  expect(waitedMs).to.be.above(0);
  run.reportResult(`GET /outbox of ${SENDER}: ${pending} pending, the oldest for ${waitedMs} ms`);
  expect(await metricOf(run, SENDER, 'saga_lab_outbox_pending')).to.be.at.least(1);
  expect(await metricOf(run, SENDER, 'saga_lab_outbox_lag_seconds')).to.be.at.least(waitedMs / 1_000);
  run.reportResult('saga_lab_outbox_pending and saga_lab_outbox_lag_seconds say the same');
};

const expectNothingWait = async (run: ScenarioRun): Promise<void> => {
  await eventually(async () => expect(await run.lab.outbox(SENDER)).to.include({ pending: 0 }));
  expect(await metricOf(run, SENDER, 'saga_lab_outbox_pending')).to.equal(0);
  run.reportResult(`nothing is pending in the outbox of ${SENDER} any more`);
};
