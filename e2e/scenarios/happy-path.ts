// The saga as it is meant to go.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 1,
  sentence: 'A customer with money orders what is there: reserved, charged, approved, shipped.',
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    const order = await story.places(ada, { sku: lamp, quantity: 2 });

    await story.seesEnd(order, 'COMPLETED');
    await story.seesOrder(order, { total: 5_000 });
    await story.seesAccount(ada, { balance: 5_000, charged: 5_000, refunded: 0 });
    await story.seesStock(lamp, { available: 3, reserved: 0, shipped: 2 });
  },
});
