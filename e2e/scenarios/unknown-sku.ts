// Only inventory knows what there is, so the order is accepted first.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 7,
  sentence: 'Nobody sells this: the order is accepted, then rejected with the reason.',
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);

    const order = await story.places(ada, { sku: story.stranger('unicorn'), quantity: 1 });

    await story.seesEnd(order, 'COMPENSATED', 'UNKNOWN_SKU');
    await story.seesAccount(ada, { balance: 10_000 });
  },
});
