// A second system goes on from a moment of the first one, which nobody touches.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fork } from '@saga-lab/lab/cli/fork/fork';
import type { Forked } from '@saga-lab/lab/cli/fork/lines';
import { historyOf } from '@saga-lab/lab/checker/history';
import { holds } from '@saga-lab/lab/checker/verdict';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { check } from '@saga-lab/lab/reader/check';
import { deadLetterIds } from '@saga-lab/lab/reader/read-system';
import { painter } from '@saga-lab/lab/show/paint';
import { verdictLines } from '@saga-lab/lab/show/verdict';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const PRICE = 1_000;

export default scenario({
  chapter: 'going-back',
  position: 3,
  sentence:
    'A second system goes on from the moment when the stock of an order was reserved: there the saga ends by itself, and the next order comes; the first system stays as it was.',
  play: async (run) => {
    const ada = await run.openAccount('ada', 10 * PRICE);
    const lamp = await run.putStock('lamp', 5, PRICE);
    const order = await run.placeOrder(ada, { sku: lamp, quantity: 2 });
    await run.expectEnd(order, 'COMPLETED');
    const before = await keptBy(run.lab);

    await withFork(run, await momentOfReserving(run, order), async (second, forked) => {
      const ends = forked.sagas.find(({ saga }) => saga === order);
      expect(ends).to.include({ then: 'RUNNING at reserve-stock', there: 'COMPLETED' });
      const { status } = await second.sagaEnd(order);
      run.reportResult(`in the fork the saga, RUNNING at reserve-stock then, is ${status}`);
      const there = await second.placeOrder({ customerId: ada, lines: [{ sku: lamp, quantity: 3 }] });
      await second.sagaEnd(there);
      run.reportResult(`an order of the fork, ${there}, is ${(await second.saga(there)).status} there`);
      const verdicts = await check(second, {
        ...run.fixtures,
        orders: [order, there],
        deadLettersBefore: await deadLetterIds(second),
      });
      expect(holds(verdicts), verdictLines(verdicts, painter(false)).join('\n')).to.equal(true);
      expect(await run.lab.findOrder(there)).to.equal(undefined);
    });

    expect(await keptBy(run.lab)).to.deep.equal(before);
    run.reportResult(`the first system has the same ${before.length} commits as before`);
  },
});

const momentOfReserving = async (run: ScenarioRun, order: string): Promise<number> => {
  const { all } = historyOf(await run.lab.commitsOf(order));
  const reserved = all.find(({ commit }) => commit.input.type === 'ReserveStock');
  if (!reserved) throw new Error(`Nobody reserved anything for order ${order}.`);
  return reserved.commit.lamport;
};

/** All that a system keeps, but for which messages and timers are done: it goes on with that. */
const keptBy = async (system: Lab) =>
  historyOf(await system.commits()).all.map(({ service, commit }) => {
    const { sent: _sent, pendingAt: _pendingAt, ...rest } = commit;
    return { service, ...rest };
  });

/** In memory, in a folder of its own; nothing is left of it. */
const withFork = async (
  run: ScenarioRun,
  lamport: number,
  work: (second: Lab, forked: Forked) => Promise<void>,
): Promise<void> => {
  const into = join(defaultDataDir, `scenario-fork-${process.pid}-${randomUUID().slice(0, 6)}`);
  const live: { system?: System } = {};
  run.reportAction(`somebody types: npm run lab -- fork --at ${lamport}`);
  try {
    const options = { at: String(lamport), into, engine: 'memory', wait: 60, once: true } as const;
    const started = (system: System) => void (live.system = system);
    const { data } = await fork(run.lab, options, { say: () => undefined, started });
    const forked = data as Forked;
    run.reportResult(
      `it begins with ${forked.commits} of ${forked.ofCommits} commits, and ${forked.inFlight} messages in flight`,
    );
    if (!live.system) throw new Error('The fork did not start.');
    const { adminToken } = live.system;
    await work(lab({ urls: live.system.urls(), adminToken }), forked);
  } finally {
    await live.system?.stop();
    rmSync(into, { recursive: true, force: true });
  }
};
