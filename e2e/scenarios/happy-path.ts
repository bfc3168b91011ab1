// The saga as it is meant to go. Amounts of money are in cents.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 1,
  sentence: 'A customer with money orders what is there: reserved, charged, approved, shipped.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    const order = await run.placeOrder(ada, { sku: lamp, quantity: 2 });

    await run.expectEnd(order, 'COMPLETED');
    await run.expectOrder(order, { total: 5_000 });
    await run.expectAccount(ada, { balance: 5_000, charged: 5_000, refunded: 0 });
    await run.expectStock(lamp, { available: 3, reserved: 0, shipped: 2 });
  },
});
