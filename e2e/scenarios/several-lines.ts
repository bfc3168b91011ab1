// An order of several lines is one: all of it or nothing.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 2,
  sentence: 'Three different things in one order are reserved together, paid as one sum, shipped together.',
  play: async (story) => {
    const ada = await story.customer('ada', 100_000);
    const lamp = await story.stock('lamp', 5, 2_500);
    const chair = await story.stock('chair', 4, 9_900);
    const table = await story.stock('table', 1, 30_000);

    const order = await story.places(
      ada,
      { sku: lamp, quantity: 3 },
      { sku: chair, quantity: 4 },
      { sku: table, quantity: 1 },
    );

    await story.seesEnd(order, 'COMPLETED');
    await story.seesOrder(order, { total: 3 * 2_500 + 4 * 9_900 + 30_000 });
    await story.seesAccount(ada, { balance: 100_000 - 77_100 });
    await story.seesStock(lamp, { available: 2, shipped: 3 });
    await story.seesStock(chair, { available: 0, shipped: 4 });
    await story.seesStock(table, { available: 0, shipped: 1 });
  },
});
