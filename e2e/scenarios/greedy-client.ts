// One client asks far too often: it is told to wait, and nobody else has to.
import { randomUUID } from 'node:crypto';
import type { Order } from '@saga-lab/lab/client/documents';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import type { Answer } from '@saga-lab/lab/client/request';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { orderOf, sendAndWait } from '../hostile/clients/wire.ts';
import { tally } from '../stage/tally.ts';
import { unharmed } from '../stage/unharmed.ts';

const REQUESTS = 1_000;
/** On their way at any time. */
const AT_ONCE = 50;
/** Writing requests of one address in a second. */
const ALLOWED = 60;
/** Everything in 127/8 is this machine, on Linux; elsewhere there is no other address to write from. */
const OTHER_ADDRESS = process.platform === 'linux' ? '127.0.0.2' : undefined;

export default scenario({
  chapter: 'load',
  position: 2,
  covers: ['L-3'],
  sentence: `${REQUESTS.toLocaleString('en')} writing requests from one address, as fast as it can: 429 with Retry-After beyond ${ALLOWED} a second, while reading and other addresses go on.`,
  needs: { admission: { pendingOrders: 20, writesPerSecond: ALLOWED } },
  play: async (story) => {
    const bob = await story.customer('bob', 1_000);
    const order = { customerId: bob, lines: [{ sku: await story.stock('lamp', 2, 100), quantity: 1 }] };
    await unharmed(story, async () => {
      story.does(`one client sends ${REQUESTS} requests, each as if it came from somewhere else`);
      const refused: Answer[] = [];
      const greed = asksAll(story, refused);
      greed.catch(() => undefined); // awaited below, unless the others fail first
      await eventually(() => expect(refused).not.to.have.length(0), { everyMs: 1 });
      if (OTHER_ADDRESS !== undefined) await writesFrom(OTHER_ADDRESS, story, order);
      const read = await story.lab.ask('order-service', { method: 'get', path: '/orders' });
      expect(read).to.include({ status: 200 });
      story.sees('the greedy one may read meanwhile');
      await greed;
      story.accepted(await eventually(() => story.lab.placeOrder(order)));
      story.sees('a moment later it may write again');
    });
    for (const id of story.cast.orders) await story.seesEnd(id, 'COMPLETED');
  },
});

/** `refused` gets every answer 429 as it comes. */
const asksAll = async (story: Story, refused: Answer[]): Promise<void> => {
  const begin = Date.now();
  const answers = tally();
  const ask = async (n: number): Promise<void> => {
    const elsewhere = `10.0.${n >> 8}.${n % 256}`; // what a client says about itself
    const headers = { 'x-forwarded-for': elsewhere, forwarded: `for=${elsewhere}` };
    const answer = await story.lab.ask('order-service', { method: 'post', path: '/orders', headers });
    answers.note('greed', { status: answer.status, body: JSON.stringify(answer.body) });
    if (answer.status === 429) refused.push(answer);
    else expect(answer.status).to.equal(400);
  };
  const lane = async (first: number): Promise<void> => {
    for (let n = first; n < REQUESTS; n += AT_ONCE) await ask(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_each, n) => lane(n)));
  const seconds = Math.ceil((Date.now() - begin) / 1_000);
  for (const { headers } of refused) expect(headers['retry-after']).to.equal('1');
  expect(REQUESTS - refused.length, 'requests that were let in').to.be.at.most(ALLOWED * (seconds + 1));
  answers.seen(story, `requests of the greedy one within ${seconds} s, each 429 with Retry-After`);
};

const writesFrom = async (from: string, story: Story, order: NewOrder): Promise<void> => {
  story.does(`another client places an order, from ${from}`);
  const bytes = orderOf(order, randomUUID(), ['Connection: close']);
  const [answer] = await sendAndWait(story.access.urls['order-service'], bytes, { from });
  expect(answer?.status, answer?.body).to.equal(202);
  story.accepted((JSON.parse(answer?.body ?? '') as Order).orderId);
  story.sees('202 at once');
};
