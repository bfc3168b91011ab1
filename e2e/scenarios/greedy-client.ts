// One client asks far too often: it is told to wait, and nobody else has to.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { randomUUID } from 'node:crypto';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import type { HttpAnswer } from '@saga-lab/lab/client/request';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { orderOf, sendAndWait } from '../hostile/clients/raw-connection.ts';
import { countAnswers } from '../stage/answer-counts.ts';
import { expectNoSideEffects } from '../stage/side-effects.ts';

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
  play: async (run) => {
    const bob = await run.openAccount('bob', 1_000);
    const order = { customerId: bob, lines: [{ sku: await run.putStock('lamp', 2, 100), quantity: 1 }] };
    await expectNoSideEffects(run, async () => {
      run.reportAction(`one client sends ${REQUESTS} requests, each as if it came from somewhere else`);
      const refused: HttpAnswer[] = [];
      const greed = askTooOften(run, refused);
      greed.catch(() => undefined); // awaited below, unless the others fail first
      await eventually(() => expect(refused).not.to.have.length(0), { everyMs: 1 });
      if (OTHER_ADDRESS !== undefined) await writeFrom(OTHER_ADDRESS, run, order);
      const read = await run.lab.ask('order-service', { method: 'get', path: '/orders' });
      expect(read).to.include({ status: 200 });
      run.reportResult('the greedy one may read meanwhile');
      await greed;
      run.noteAccepted(await eventually(() => run.lab.placeOrder(order)));
      run.reportResult('a moment later it may write again');
    });
    for (const id of run.fixtures.orders) await run.expectEnd(id, 'COMPLETED');
  },
});

/** `refused` gets every answer 429 as it comes. */
const askTooOften = async (run: ScenarioRun, refused: HttpAnswer[]): Promise<void> => {
  const begin = Date.now();
  const answers = countAnswers();
  const ask = async (n: number): Promise<void> => {
    const elsewhere = `10.0.${n >> 8}.${n % 256}`; // what a client says about itself
    const headers = { 'x-forwarded-for': elsewhere, forwarded: `for=${elsewhere}` };
    const answer = await run.lab.ask('order-service', { method: 'post', path: '/orders', headers });
    answers.add('greed', { status: answer.status, body: JSON.stringify(answer.body) });
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
  answers.report(run, `requests of the greedy one within ${seconds} s, each 429 with Retry-After`);
};

const writeFrom = async (from: string, run: ScenarioRun, order: NewOrder): Promise<void> => {
  run.reportAction(`another client places an order, from ${from}`);
  const bytes = orderOf(order, randomUUID(), ['Connection: close']);
  const [answer] = await sendAndWait(run.access.urls['order-service'], bytes, { from });
  expect(answer?.status, answer?.body).to.equal(202);
  run.noteAccepted((JSON.parse(answer?.body ?? '') as OrderDto).orderId);
  run.reportResult('202 at once');
};
