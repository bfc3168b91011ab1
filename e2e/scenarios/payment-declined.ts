// A refusal in the middle: what was done before it is undone.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 4,
  covers: ['F-68'],
  sentence: 'A customer without money: the payment is declined, and the stock that was reserved comes back.',
  play: async (run) => {
    const bob = await run.openAccount('bob', 1_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    const order = await run.placeOrder(bob, { sku: lamp, quantity: 1 });

    await run.expectEnd(order, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
    await run.expectAccount(bob, { balance: 1_000, charged: 0 });
    await run.expectStock(lamp, { available: 5, reserved: 0, shipped: 0 });
  },
});
