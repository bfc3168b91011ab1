// Only inventory knows what there is, so the order is accepted first.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 7,
  sentence: 'Nobody sells this: the order is accepted, then rejected with the reason.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);

    const order = await run.placeOrder(ada, { sku: run.unknownId('unicorn'), quantity: 1 });

    await run.expectEnd(order, 'COMPENSATED', 'UNKNOWN_SKU');
    await run.expectAccount(ada, { balance: 10_000 });
  },
});
