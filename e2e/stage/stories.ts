// Whether `why` has a story to tell of the orders of a scenario.
import type { Lab } from '@saga-lab/lab/client/lab';
import { orderStory } from '@saga-lab/lab/why/order-story';
import { readOrder } from '@saga-lab/lab/why/read';
import { flawsIn } from '@saga-lab/lab/why/well-formed';

const FIRST = 3;
const LAST = 2;

/** Of the first and the last orders. @throws Error that names every story without its form. */
export const judgeStories = async (lab: Lab, orders: readonly string[]): Promise<void> => {
  const asked = new Set([...orders.slice(0, FIRST), ...orders.slice(-LAST)]);

  const flaws = await Promise.all([...asked].map((order) => flawsOf(lab, order)));
  if (flaws.flat().length > 0) throw new Error(flaws.flat().join('\n'));
};

const flawsOf = async (lab: Lab, order: string): Promise<readonly string[]> => {
  const history = await readOrder(lab, order);
  return history ? flawsIn(orderStory(history)) : [`No service knows anything of order ${order}.`];
};
