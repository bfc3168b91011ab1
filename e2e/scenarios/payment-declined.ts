// A refusal in the middle: what was done before it is undone.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 4,
  covers: ['F-68'],
  sentence: 'A customer without money: the payment is declined, and the stock that was reserved comes back.',
  play: async (story) => {
    const bob = await story.customer('bob', 1_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    const order = await story.places(bob, { sku: lamp, quantity: 1 });

    await story.seesEnd(order, 'COMPENSATED', 'INSUFFICIENT_FUNDS');
    await story.seesAccount(bob, { balance: 1_000, charged: 0 });
    await story.seesStock(lamp, { available: 5, reserved: 0, shipped: 0 });
  },
});
