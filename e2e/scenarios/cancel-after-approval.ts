// The customer changes her mind behind the point of no return.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 6,
  sentence: 'An approved order can no longer be cancelled: 409, and everything stays as it is.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);
    const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
    await run.expectEnd(order, 'COMPLETED');

    const answer = await run.cancelOrder(order);

    run.expectProblem(answer, 409, 'ORDER_ALREADY_APPROVED');
    await run.expectOrder(order, { status: 'APPROVED' });
    await run.expectAccount(ada, { balance: 7_500 });
  },
});
