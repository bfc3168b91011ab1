// The shop takes orders while nobody fulfils them: they wait, and none is forgotten.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { placeOrders } from '../stage/order-load.ts';

/** Twelve times as many as may run at once. */
const ORDERS = 3_000;
const CLIENTS = 50;
const PRICE = 2_500;
const CUSTOMERS = 10;
/** Part of the orders. */
const LEAST_COMPLETED = 0.6;
/** How long no further order may end, before that counts as standing still. */
const STANDSTILL_MS = 60_000;

export default scenario({
  chapter: 'services',
  position: 2,
  covers: ['L-6'],
  sentence: `${ORDERS.toLocaleString('en')} orders wait before the orchestrator starts; then every one of them ends, most of them fulfilled.`,
  // Without a past; and what comes after it has not to read all these orders.
  needs: { ownServers: true, admission: { pendingOrders: 2 * ORDERS, writesPerSecond: 100_000 } },
  play: async (run) => {
    const customers: string[] = [];
    for (let n = 1; n <= CUSTOMERS; n += 1) customers.push(await run.openAccount(`ada-${n}`, ORDERS * PRICE));
    const lamp = await run.putStock('lamp', ORDERS, PRICE);
    await run.kill('saga-orchestrator');
    try {
      run.reportAction(`${CLIENTS} clients place ${ORDERS} orders in all`);
      const orders = customers.map((customerId) => ({ customerId, lines: [{ sku: lamp, quantity: 1 }] }));
      await placeOrders(run, orders, { clients: CLIENTS, ordersEach: ORDERS / CLIENTS });
      expect(run.fixtures.orders).to.have.length(ORDERS);
      run.reportResult(`${ORDERS} times 202, and no saga runs`);
    } finally {
      await run.start('saga-orchestrator'); // after a failure, too: other scenarios use this system
    }
    const completed = await expectDrained(run, customers);
    expect(completed).to.be.at.least(ORDERS * LEAST_COMPLETED);
    await run.expectStock(lamp, { available: ORDERS - completed, reserved: 0, shipped: completed });
  },
});

/** Resolves with how many completed; the others ran into a deadline, as sagas may on a slow machine. */
const expectDrained = async (run: ScenarioRun, customers: readonly string[]): Promise<number> => {
  const started = Date.now();
  let completed = 0;
  for (const customer of customers) {
    const orders = await ended(run, customer);
    completed += orders.filter(({ status }) => status === 'APPROVED').length;
  }
  const seconds = (Date.now() - started) / 1_000;
  const rate = `${seconds.toFixed(0)} s, ${(ORDERS / seconds).toFixed(0)} sagas a second`;
  run.reportResult(`${completed} are APPROVED, ${ORDERS - completed} REJECTED: ${rate}`);
  return completed;
};

/** As long as orders end, it waits: how fast they do depends on the machine. */
const ended = async (run: ScenarioRun, customer: string): Promise<readonly OrderDto[]> => {
  let fewest = Infinity;
  for (;;) {
    const orders = await eventually(
      async () => {
        const all = await run.lab.listedOrders(customer);
        const pending = all.filter(({ status }) => status === 'PENDING').length;
        expect(pending, 'pending orders').to.be.below(fewest);
        fewest = pending;
        return all;
      },
      { timeoutMs: STANDSTILL_MS, everyMs: 1_000 },
    );
    if (fewest === 0) return orders;
  }
};
