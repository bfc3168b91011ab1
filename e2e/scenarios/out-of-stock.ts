// A refusal by the first participant: there is hardly anything to undo.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 3,
  covers: ['F-68'],
  sentence: 'One of two things is missing: nothing at all is reserved, nobody pays, the order is rejected.',
  play: async (story) => {
    const ada = await story.customer('ada', 100_000);
    const lamp = await story.stock('lamp', 5, 2_500);
    const chair = await story.stock('chair', 1, 9_900);

    const order = await story.places(ada, { sku: lamp, quantity: 1 }, { sku: chair, quantity: 2 });

    await story.seesEnd(order, 'COMPENSATED', 'OUT_OF_STOCK');
    await story.seesAccount(ada, { balance: 100_000, charged: 0 });
    await story.seesStock(lamp, { available: 5, reserved: 0, shipped: 0 });
    await story.seesStock(chair, { available: 1, reserved: 0, shipped: 0 });
  },
});
