// Orders about which nobody coordinates: each service does its part when it hears of another's, and one listens to all of them.
import { scenario } from '../stage/define.ts';
import { agreedUnder, openShop, ORDERS, placeSome, PRICE } from '../stage/under.ts';

const unwatched = scenario({
  chapter: 'services',
  position: 10,
  name: 'choreography-unwatched',
  sentence: `The orchestrator's process, which only listens under choreography, is away: all ${ORDERS} orders end as if it were there.`,
  covers: ['F-08'],
  needs: { ownSystem: true },
  play: async (run) => {
    const shop = await openShop(run);
    await run.kill('saga-orchestrator');
    try {
      const halves = await Promise.all([placeSome(run, 'choreo', shop), placeSome(run, 'choreo', shop)]);
      for (const order of halves.flat()) await run.expectOrder(order, { status: 'APPROVED' });
      await run.expectAccount(shop.customer, { balance: 0, charged: ORDERS * PRICE, held: 0 });
      await run.expectStock(shop.sku, { available: 0, reserved: 0, shipped: ORDERS });
    } finally {
      await run.start('saga-orchestrator'); // after a failure, too: other scenarios use this system
    }
  },
});

export default [
  agreedUnder('choreo', {
    position: 10,
    name: 'choreography',
    sentence:
      'Orders under choreography: one goes from service to service and is approved; one has no money and is rejected, and its pieces come back.',
  }),
  unwatched,
];
