// Only payment knows the customers, so the order is accepted and the stock reserved first.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 8,
  sentence:
    'Nobody knows this customer: the order is accepted, then rejected with the reason, and the stock comes back.',
  play: async (run) => {
    const lamp = await run.putStock('lamp', 5, 2_500);

    const order = await run.placeOrder(run.unknownId('nobody'), { sku: lamp, quantity: 1 });

    await run.expectEnd(order, 'COMPENSATED', 'UNKNOWN_CUSTOMER');
    await run.expectStock(lamp, { available: 5, reserved: 0 });
  },
});
