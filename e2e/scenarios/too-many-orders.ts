// More than the shop can take: it says so at once, and never takes an order that it then drops.
import { randomUUID } from 'node:crypto';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const ORDERS = 300;
const MOST_PENDING = 20;

export default scenario({
  chapter: 'load',
  position: 1,
  covers: ['L-3', 'R-51'],
  sentence: `${ORDERS} orders at once while the saga stands still, and room for ${MOST_PENDING}: each is answered 202, 503 or 429, and no other way; those with 202 are all kept.`,
  needs: { admission: { pendingOrders: MOST_PENDING, writesPerSecond: 60 } },
  play: async (run) => {
    const ada = await run.openAccount('ada', ORDERS * 2_500);
    const lamp = await run.putStock('lamp', ORDERS, 2_500);
    const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const keys = Array.from({ length: ORDERS }, () => randomUUID());
    await run.freeze('saga-orchestrator');
    try {
      run.reportAction(`${ORDERS} orders are placed at once`);
      const answers = await Promise.all(keys.map((key) => run.lab.tryToPlace(order, key)));
      for (const { status, headers } of answers.filter(({ status: one }) => one !== 202)) {
        expect(status).to.be.oneOf([429, 503]);
        expect(headers['retry-after']).to.equal('1');
      }
      const times = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
      expect([times(202), times(503), times(429)]).to.satisfy((all: number[]) => all.every((n) => n > 0));
      run.reportResult(
        `${times(202)} times 202, ${times(503)} times 503, ${times(429)} times 429 with Retry-After`,
      );
      expect(times(202)).to.be.at.least(MOST_PENDING);
      const kept = await eventually(async () => {
        const pending = await run.lab.pendingOrders();
        expect(pending.length).to.equal(times(202));
        return pending;
      });
      run.reportResult(`${kept.length} orders are there: those that were answered with 202`);
    } finally {
      await run.resume('saga-orchestrator');
    }
    await placeAll(run, order, keys);
    await run.expectStock(lamp, { available: 0, reserved: 0, shipped: ORDERS });
  },
});

/** Every client asks again with its key until it hears 202. */
const placeAll = async (
  run: ScenarioRun,
  order: Parameters<ScenarioRun['lab']['placeOrder']>[0],
  keys: readonly string[],
): Promise<void> => {
  run.reportAction('the saga goes on, and every client asks again with its key');
  const orders = keys.map((key) =>
    eventually(() => run.lab.placeOrder(order, key), { timeoutMs: 60_000, everyMs: 250 }),
  );
  for (const id of await Promise.all(orders)) run.noteAccepted(id);
  expect(run.fixtures.orders).to.have.length(ORDERS);
  for (const id of run.fixtures.orders) expect((await run.lab.sagaEnd(id)).status).to.equal('COMPLETED');
  run.reportResult(`all ${ORDERS} are accepted once, and COMPLETED`);
};
