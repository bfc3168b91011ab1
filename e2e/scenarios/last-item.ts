// Two customers, one lamp.
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 9,
  sentence: 'Two customers want the last lamp at the same moment: one gets it, the other keeps her money.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const eve = await run.openAccount('eve', 10_000);
    const lamp = await run.putStock('lamp', 1, 2_500);

    const orders = await Promise.all(
      [ada, eve].map((who) => run.placeOrder(who, { sku: lamp, quantity: 1 })),
    );

    const ends = await Promise.all(orders.map((order) => run.lab.sagaEnd(order)));
    const statuses = ends.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal(['COMPENSATED', 'COMPLETED']);
    run.reportResult(`one saga is COMPLETED, the other COMPENSATED`);
    await run.expectStock(lamp, { available: 0, reserved: 0, shipped: 1 });
  },
});
