// Orders that are agreed about by TCC: all hold first, one after the other; then all confirm, or all cancel.
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';

const PRICE = 2_500;
const ORDERS = 30;

const agreed = scenario({
  chapter: 'orders',
  position: 11,
  name: 'try-confirm-cancel',
  sentence:
    'Orders under TCC: all hold and it is confirmed; one has no money, and what inventory holds for it is given back.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const bob = await run.openAccount('bob', 10);
    const lamp = await run.putStock('lamp', 5, PRICE);

    const approved = await run.placeOrderUnder('tcc', ada, { sku: lamp, quantity: 2 });
    const rejected = await run.placeOrderUnder('tcc', bob, { sku: lamp, quantity: 1 });

    await run.expectOrder(approved, { status: 'APPROVED', protocol: 'tcc', total: 2 * PRICE });
    await run.expectOrder(rejected, { status: 'REJECTED', reason: 'INSUFFICIENT_FUNDS' });
    await run.expectAccount(ada, { balance: 10_000 - 2 * PRICE, charged: 2 * PRICE, held: 0 });
    await run.expectAccount(bob, { balance: 10, charged: 0, held: 0 });
    await run.expectStock(lamp, { available: 3, reserved: 0, shipped: 2 });
  },
});

const killed = scenario({
  chapter: 'services',
  position: 11,
  name: 'try-confirm-cancel-coordinator-killed',
  sentence: `The coordinator gets SIGKILL in the middle of ${ORDERS} orders under TCC: what is held stays held, and all are confirmed once it is back.`,
  covers: ['F-08'],
  needs: { ownSystem: true },
  play: async (run) => {
    const ada = await run.openAccount('ada', ORDERS * PRICE);
    const lamp = await run.putStock('lamp', ORDERS, PRICE);
    const place = () => run.placeOrderUnder('tcc', ada, { sku: lamp, quantity: 1 });
    const orders = await Promise.all(Array.from({ length: ORDERS / 2 }, place));
    await run.kill('saga-orchestrator');
    try {
      orders.push(...(await Promise.all(Array.from({ length: ORDERS / 2 }, place))));
      const all = await Promise.all(orders.map((order) => run.lab.order(order)));
      const waiting = all.filter(({ status }) => status === 'PENDING').length;
      expect(waiting).to.be.at.least(ORDERS / 2);
      run.reportResult(`${waiting} orders are PENDING while it is away`);
    } finally {
      await run.start('saga-orchestrator'); // after a failure, too: other scenarios use this system
    }
    for (const order of orders) await run.expectOrder(order, { status: 'APPROVED' });
    await run.expectAccount(ada, { balance: 0, charged: ORDERS * PRICE, held: 0 });
    await run.expectStock(lamp, { available: 0, reserved: 0, shipped: ORDERS });
  },
});

export default [agreed, killed];
