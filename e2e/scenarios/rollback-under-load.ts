// A whole system is brought back to a moment, while sagas are on their way that began after it; once calmly, once with a service that died.
import { rollback } from '@saga-lab/lab/cli/rollback/rollback';
import type { RollbackDone } from '@saga-lab/lab/cli/rollback/lines';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import { expectOpenSagas, placeOrders } from '../stage/order-load.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const CLIENTS = 5;
const ORDERS_EACH = 4;
const ORDERS = CLIENTS * ORDERS_EACH;
const PIECES = 100;
const PRICE = 1_000;
const MONEY = 1_000_000;
const VICTIM = 'payment-service';
/** Further than the clocks of the databases are apart, and than a commit is dated before it can be read. */
const MOMENT_MS = 50;

const calm = scenario({
  chapter: 'going-back',
  position: 2,
  sentence: `Somebody gets a price wrong, and ${ORDERS} orders come; then everything is rolled back to the moment before, while the last sagas are on their way: the figures are those of then, and all adds up.`,
  needs: { alone: true },
  play: (run) => rolledBack(run, () => Promise.resolve()),
});

const withFault = scenario({
  chapter: 'services',
  position: 2,
  name: 'rollback-after-a-kill',
  sentence: `${VICTIM} gets SIGKILL in the middle of ${ORDERS} orders, and everything is rolled back to the moment before them: the figures are those of then, and all adds up.`,
  covers: ['F-08'],
  needs: { ownSystem: true },
  play: (run) =>
    rolledBack(run, async () => {
      await run.kill(VICTIM);
      try {
        await expectOpenSagas(run, { during: `${VICTIM} is down` });
      } finally {
        await run.start(VICTIM); // after a failure, too: other scenarios use this system
      }
    }),
});

export default [{ ...calm, name: 'rollback-under-load' }, withFault];

const rolledBack = async (run: ScenarioRun, fault: () => Promise<void>): Promise<void> => {
  const ada = await run.openAccount('ada', MONEY);
  const lamp = await run.putStock('lamp', PIECES, PRICE);
  const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
  await run.expectEnd(await run.placeOrder(ada, ...order.lines), 'COMPLETED');
  const stock = await run.lab.stock(lamp);
  const { balance } = await run.lab.account(ada);
  const then = await momentNow(run);

  run.reportAction('somebody gets a price wrong, and puts up an article that there never was');
  await run.lab.putStock(lamp, 2 * PIECES, 1);
  const ghost = await run.putStock('ghost', 7, PRICE);
  const placing = placeOrders(run, [order], { clients: CLIENTS, ordersEach: ORDERS_EACH });
  await eventually(() => expect(run.fixtures.orders.length).to.be.above(ORDERS / 4));
  await fault();
  await placing;

  const done = await expectRolledBack(run, then);
  expect(done.acts).not.to.have.length(0);
  await run.expectStock(lamp, { available: stock.available, unitPrice: stock.unitPrice, reserved: 0 });
  await run.expectStock(ghost, { available: 0 });
  await run.expectAccount(ada, { balance });
  expect((await expectRolledBack(run, then)).acts).to.deep.equal([]);
  run.reportResult('the same again finds nothing left to do');
};

/** What happened before is before it, and what comes is behind it. */
const momentNow = async (run: ScenarioRun): Promise<string> => {
  const begin = Date.now();
  const reached = (moment: number) => eventually(() => expect(Date.now()).to.be.at.least(moment));
  await reached(begin + MOMENT_MS);
  const then = new Date().toISOString();
  await reached(begin + 2 * MOMENT_MS);
  run.reportResult(`the moment to come back to: ${then}`);
  return then;
};

/** `lab rollback --to ... --apply`. Its verdict is about all that others did to this system, too, on purpose: that on this scenario's orders comes at its end. */
const expectRolledBack = async (run: ScenarioRun, to: string): Promise<RollbackDone> => {
  run.reportAction(`an operator types: npm run lab -- rollback --to ${to} --apply`);
  const options = { to, apply: true, operator: 'grace', wait: 60 };
  const { data } = await rollback(run.lab, options, () => undefined);
  const done = data as RollbackDone;
  const aborted = done.acts.filter(({ sentence }) => sentence.includes('given up')).length;
  run.reportResult(
    `${done.acts.length} acts, ${aborted} of them aborts; ${done.open.length} sagas left open`,
  );
  const refused = done.acts.filter((act) => act.refused !== undefined);
  expect([refused, done.open], 'what was not done').to.deep.equal([[], []]);
  return done;
};
