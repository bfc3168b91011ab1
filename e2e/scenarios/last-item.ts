// Two customers, one lamp.
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 9,
  sentence: 'Two customers want the last lamp at the same moment: one gets it, the other keeps her money.',
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const eve = await story.customer('eve', 10_000);
    const lamp = await story.stock('lamp', 1, 2_500);

    const orders = await Promise.all([ada, eve].map((who) => story.places(who, { sku: lamp, quantity: 1 })));

    const ends = await Promise.all(orders.map((order) => story.lab.sagaEnd(order)));
    const statuses = ends.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal(['COMPENSATED', 'COMPLETED']);
    story.sees(`one saga is COMPLETED, the other COMPENSATED`);
    await story.seesStock(lamp, { available: 0, reserved: 0, shipped: 1 });
  },
});
