// Clients that are slow, abusive or far too many: nobody else notices them, and nothing comes of them that was not meant.
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { idleClients } from '../hostile/clients/idle.ts';
import { flood, hangUpEarly, pipeline } from '../hostile/clients/abusive.ts';
import { slowClients } from '../hostile/clients/slow.ts';
import { expectBoundedHeaps } from '../stage/heap.ts';
import { countAnswers } from '../stage/answer-counts.ts';
import { expectNoSideEffects } from '../stage/side-effects.ts';

const PRICE = 100;
const PLENTY = 10_000;
const PACE_MS = 500;

export default scenario({
  chapter: 'requests',
  position: 3,
  covers: ['B-2', 'F-07'],
  sentence:
    'Slow, idle, greedy and abusive clients, thousands of them: each is got rid of, and ordinary ones are served meanwhile.',
  needs: { broker: true }, // and services in processes of their own
  play: async (run) => {
    const ada = await run.openAccount('ada', PLENTY * PRICE);
    const eve = await run.openAccount('eve', PLENTY * PRICE);
    const lines = [{ sku: await run.putStock('lamp', 2 * PLENTY, PRICE), quantity: 1 }];
    const order = { customerId: ada, lines };
    const answers = countAnswers();
    const abusive = { run, order: { customerId: eve, lines }, answers };
    await expectNoSideEffects(run, async () => {
      await idleClients(run, order);
      await expectBoundedHeaps(run, async () => {
        const slow = slowClients(run, answers);
        const served = orderMeanwhile(run, order, slow);
        await Promise.all([
          slow,
          served,
          pipeline(abusive)
            .then(() => hangUpEarly(abusive))
            .then(() => flood(abusive)),
        ]);
      });
    });
    for (const id of run.fixtures.orders) await run.lab.sagaEnd(id);
    const listed = [...(await run.lab.listedOrders(ada)), ...(await run.lab.listedOrders(eve))];
    expect(listed.map(({ orderId }) => orderId)).to.have.members(run.fixtures.orders);
    run.reportResult(
      `all ${listed.length} sagas have ended, and there is no other order of ${ada} or ${eve}`,
    );
    answers.report(run, 'requests of bad clients');
  },
});

/** Their orders are accepted at the first try, one after the other, for as long as `others` do what they do. */
const orderMeanwhile = async (run: ScenarioRun, order: NewOrder, others: Promise<void>): Promise<void> => {
  const state = { over: false };
  const end = () => {
    state.over = true;
  };
  others.then(end, end);
  const took: number[] = [];
  while (!state.over) {
    const begin = Date.now();
    run.noteAccepted(await run.lab.placeOrder(order));
    took.push(Date.now() - begin);
    await sleep(PACE_MS); // until this customer wants something again; nothing is waited for
  }
  run.reportResult(
    `${took.length} ordinary orders meanwhile: each 202 at once, after ${Math.max(...took)} ms at most`,
  );
};
