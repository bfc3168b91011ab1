// A refusal by the first participant: there is hardly anything to undo.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 3,
  covers: ['F-68'],
  sentence: 'One of two things is missing: nothing at all is reserved, nobody pays, the order is rejected.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 100_000);
    const lamp = await run.putStock('lamp', 5, 2_500);
    const chair = await run.putStock('chair', 1, 9_900);

    const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 }, { sku: chair, quantity: 2 });

    await run.expectEnd(order, 'COMPENSATED', 'OUT_OF_STOCK');
    await run.expectAccount(ada, { balance: 100_000, charged: 0 });
    await run.expectStock(lamp, { available: 5, reserved: 0, shipped: 0 });
    await run.expectStock(chair, { available: 1, reserved: 0, shipped: 0 });
  },
});
