// Clients that are slow, rude or far too many: nobody else notices them, and nothing comes of them that was not meant.
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { idleClients } from '../hostile/clients/idle.ts';
import { floods, leaving, pipelining } from '../hostile/clients/rude.ts';
import { slowClients } from '../hostile/clients/slow.ts';
import { watchingHeap } from '../stage/heap.ts';
import { tally } from '../stage/tally.ts';
import { unharmed } from '../stage/unharmed.ts';

const PRICE = 100;
const PLENTY = 10_000;
const PACE_MS = 500;

export default scenario({
  chapter: 'requests',
  position: 3,
  covers: ['B-2', 'F-07'],
  sentence:
    'Slow, idle, greedy and rude clients, thousands of them: each is got rid of, and ordinary ones are served meanwhile.',
  needs: { broker: true }, // and services in processes of their own
  play: async (story) => {
    const ada = await story.customer('ada', PLENTY * PRICE);
    const eve = await story.customer('eve', PLENTY * PRICE);
    const lines = [{ sku: await story.stock('lamp', 2 * PLENTY, PRICE), quantity: 1 }];
    const order = { customerId: ada, lines };
    const answers = tally();
    const rude = { story, order: { customerId: eve, lines }, answers };
    await unharmed(story, async () => {
      await idleClients(story, order);
      await watchingHeap(story, async () => {
        const slow = slowClients(story, answers);
        const served = ordinaryOnes(story, order, slow);
        await Promise.all([
          slow,
          served,
          pipelining(rude)
            .then(() => leaving(rude))
            .then(() => floods(rude)),
        ]);
      });
    });
    for (const id of story.cast.orders) await story.lab.sagaEnd(id);
    const listed = [...(await story.lab.listedOrders(ada)), ...(await story.lab.listedOrders(eve))];
    expect(listed.map(({ orderId }) => orderId)).to.have.members(story.cast.orders);
    story.sees(`all ${listed.length} sagas have ended, and there is no other order of ${ada} or ${eve}`);
    answers.seen(story, 'requests of bad clients');
  },
});

/** Their orders are accepted at the first try, one after the other, for as long as `others` do what they do. */
const ordinaryOnes = async (story: Story, order: NewOrder, others: Promise<void>): Promise<void> => {
  const state = { over: false };
  const end = () => {
    state.over = true;
  };
  others.then(end, end);
  const took: number[] = [];
  while (!state.over) {
    const begin = Date.now();
    story.accepted(await story.lab.placeOrder(order));
    took.push(Date.now() - begin);
    await sleep(PACE_MS); // until this customer wants something again; nothing is waited for
  }
  story.sees(
    `${took.length} ordinary orders meanwhile: each 202 at once, after ${Math.max(...took)} ms at most`,
  );
};
