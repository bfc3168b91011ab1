// The customer changes her mind before the point of no return.
import { cancelInTime, MOST_ORDERS } from '@saga-lab/lab/client/cancel-in-time';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';

const MONEY = MOST_ORDERS * 2_500;

// @mutation The messages: one event in a read model [twin: an event left out of a read model]
export default scenario({
  chapter: 'orders',
  position: 5,
  sentence:
    'The customer cancels before the order is approved: everything is undone, and cancelling again is no error.',
  play: async (run) => {
    const ada = await run.openAccount('ada', MONEY);
    const lamp = await run.putStock('lamp', MOST_ORDERS, 2_500);

    run.reportAction(
      `${ada} orders 1 x ${lamp} and cancels at once, until a cancellation is quicker than the approval`,
    );
    const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const { inTime, tooLate } = await cancelInTime(run.lab, order);
    [...tooLate, ...inTime].forEach(run.noteAccepted);
    run.reportResult(`cancelled in time: ${inTime.length}, approved before: ${tooLate.length}`);
    expect(inTime).not.to.have.length(0);

    for (const id of tooLate) await run.expectEnd(id, 'COMPLETED');
    for (const id of inTime) await run.expectEnd(id, 'COMPENSATED', 'CUSTOMER_CANCELLED');
    await run.expectAccount(ada, { balance: MONEY - tooLate.length * 2_500 });
    await run.expectStock(lamp, { available: MOST_ORDERS - tooLate.length, reserved: 0 });
    for (const id of inTime) expect((await run.cancelOrder(id)).status).to.equal(202);
  },
});
