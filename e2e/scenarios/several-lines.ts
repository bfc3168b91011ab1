// An order of several lines is one: all of it or nothing.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 2,
  sentence: 'Three different things in one order are reserved together, paid as one sum, shipped together.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 100_000);
    const lamp = await run.putStock('lamp', 5, 2_500);
    const chair = await run.putStock('chair', 4, 9_900);
    const table = await run.putStock('table', 1, 30_000);

    const order = await run.placeOrder(
      ada,
      { sku: lamp, quantity: 3 },
      { sku: chair, quantity: 4 },
      { sku: table, quantity: 1 },
    );

    await run.expectEnd(order, 'COMPLETED');
    await run.expectOrder(order, { total: 3 * 2_500 + 4 * 9_900 + 30_000 });
    await run.expectAccount(ada, { balance: 100_000 - 77_100 });
    await run.expectStock(lamp, { available: 2, shipped: 3 });
    await run.expectStock(chair, { available: 0, shipped: 4 });
    await run.expectStock(table, { available: 0, shipped: 1 });
  },
});
