// The message that an order was placed gets lost on its way.
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 7,
  covers: ['F-31', 'R-47'],
  sentence: 'OrderPlaced gets lost: no saga starts until the order, still pending, is announced again.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds OrderPlaced back, to lose it');
    const order = await holding(run.brokerUrl(), 'OrderPlaced', async (news) => {
      const placed = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await eventually(() => expect(news.held()).to.have.length(1));
      expect(await run.lab.findSaga(placed)).to.equal(undefined);
      run.reportResult('the order is accepted, and there is no saga');
      await news.release({ only: () => false });
      return placed;
    });

    await run.expectEnd(order, 'COMPLETED');
    await run.expectAccount(ada, { balance: 7_500 });
    await run.expectStock(lamp, { available: 4, shipped: 1 });
  },
});
