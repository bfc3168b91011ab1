// A message that no queue takes: it comes back, the outbox keeps it and says so, and it leaves once there is a queue.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { removeBinding, restoreBinding } from '../faults/broker-topology.ts';
import { metricOf, publishesOf } from '../stage/metrics.ts';
import { seesReady } from '../stage/readiness.ts';

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
  play: async (story) => {
    const ada = await story.customer('ada', PRICE);
    const lamp = await story.stock('lamp', 1, PRICE);
    const before = await publishesOf(story, 'returned');

    const order = await withoutBinding(story, async () => {
      const placed = await story.places(ada, { sku: lamp, quantity: 1 });
      await seesItComeBack(story, before);
      await seesItWait(story);
      await story.seesOrder(placed, { status: 'PENDING' });
      expect(await story.lab.findSaga(placed)).to.equal(undefined);
      await seesReady(story, { services: [SENDER], withinMs: READY_MS });
      return placed;
    });
    await story.seesEnd(order, 'COMPLETED');
    await seesNothingWait(story);
  },
});

const withoutBinding = async <T>(story: Story, work: () => Promise<T>): Promise<T> => {
  story.does('remove the binding of OrderPlaced');
  await removeBinding(story.brokerUrl(), 'OrderPlaced');
  try {
    return await work();
  } finally {
    story.does('bind it again');
    await restoreBinding(story.brokerUrl(), 'OrderPlaced');
  }
};

/** At once, and again whenever it is tried. */
const seesItComeBack = async (story: Story, before: number): Promise<void> => {
  const returned = await eventually(async () => {
    const since = (await publishesOf(story, 'returned')) - before;
    expect(since).to.be.at.least(2);
    return since;
  });
  story.sees(`saga_lab_publishes_total{result="returned"}: ${returned} more`);
};

const seesItWait = async (story: Story): Promise<void> => {
  const { pending, waitedMs } = await story.lab.outbox(SENDER);
  expect(pending).to.be.at.least(1);
  expect(waitedMs).to.be.above(0);
  story.sees(`GET /outbox of ${SENDER}: ${pending} pending, the oldest for ${waitedMs} ms`);
  expect(await metricOf(story, SENDER, 'saga_lab_outbox_pending')).to.be.at.least(1);
  expect(await metricOf(story, SENDER, 'saga_lab_outbox_lag_seconds')).to.be.at.least(waitedMs / 1_000);
  story.sees('saga_lab_outbox_pending and saga_lab_outbox_lag_seconds say the same');
};

const seesNothingWait = async (story: Story): Promise<void> => {
  await eventually(async () => expect(await story.lab.outbox(SENDER)).to.include({ pending: 0 }));
  expect(await metricOf(story, SENDER, 'saga_lab_outbox_pending')).to.equal(0);
  story.sees(`nothing is pending in the outbox of ${SENDER} any more`);
};
