// The customer changes her mind behind the point of no return.
import { scenario } from '../stage/define.ts';

export default scenario({
  chapter: 'orders',
  position: 6,
  sentence: 'An approved order can no longer be cancelled: 409, and everything stays as it is.',
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);
    const order = await story.places(ada, { sku: lamp, quantity: 1 });
    await story.seesEnd(order, 'COMPLETED');

    const answer = await story.cancels(order);

    story.seesProblem(answer, 409, 'ORDER_ALREADY_APPROVED');
    await story.seesOrder(order, { status: 'APPROVED' });
    await story.seesAccount(ada, { balance: 7_500 });
  },
});
