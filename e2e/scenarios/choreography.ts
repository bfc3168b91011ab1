// Orders about which nobody coordinates: each service does its part when it hears of another's, and one listens to all of them.
import { scenario } from '../stage/define.ts';

const PRICE = 2_500;
const ORDERS = 30;

const agreed = scenario({
  chapter: 'orders',
  position: 10,
  name: 'choreography',
  sentence:
    'Orders under choreography: one goes from service to service and is approved; one has no money and is rejected, and its pieces come back.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const bob = await run.openAccount('bob', 10);
    const lamp = await run.putStock('lamp', 5, PRICE);

    const approved = await run.placeOrderUnder('choreo', ada, { sku: lamp, quantity: 2 });
    const rejected = await run.placeOrderUnder('choreo', bob, { sku: lamp, quantity: 1 });

    await run.expectOrder(approved, { status: 'APPROVED', protocol: 'choreo', total: 2 * PRICE });
    await run.expectOrder(rejected, { status: 'REJECTED', reason: 'INSUFFICIENT_FUNDS' });
    await run.expectAccount(ada, { balance: 10_000 - 2 * PRICE, charged: 2 * PRICE, held: 0 });
    await run.expectAccount(bob, { balance: 10, charged: 0, held: 0 });
    await run.expectStock(lamp, { available: 3, reserved: 0, shipped: 2 });
  },
});

const unwatched = scenario({
  chapter: 'services',
  position: 10,
  name: 'choreography-unwatched',
  sentence: `The orchestrator's process, which only listens under choreography, is away: all ${ORDERS} orders end as if it were there.`,
  covers: ['F-08'],
  needs: { ownSystem: true },
  play: async (run) => {
    const ada = await run.openAccount('ada', ORDERS * PRICE);
    const lamp = await run.putStock('lamp', ORDERS, PRICE);
    const place = () => run.placeOrderUnder('choreo', ada, { sku: lamp, quantity: 1 });
    await run.kill('saga-orchestrator');
    try {
      const orders = await Promise.all(Array.from({ length: ORDERS }, place));
      for (const order of orders) await run.expectOrder(order, { status: 'APPROVED' });
      await run.expectAccount(ada, { balance: 0, charged: ORDERS * PRICE, held: 0 });
      await run.expectStock(lamp, { available: 0, reserved: 0, shipped: ORDERS });
    } finally {
      await run.start('saga-orchestrator'); // after a failure, too: other scenarios use this system
    }
  },
});

export default [agreed, unwatched];
