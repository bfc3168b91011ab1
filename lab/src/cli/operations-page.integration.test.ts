// The commands of docs/operations.md, typed as they stand there, in their order, against a system with troubles.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { repliesQueue } from '@saga-lab/contracts/services';
import { exchanges } from '@saga-lab/contracts/topology';
import { bindings } from '@saga-lab/protocols/topology';
import { ownBroker, startMemory } from '@saga-lab/launcher/engine/memory-engine';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { lab } from '../client/lab.ts';
import type { Lab } from '../client/lab.ts';
import type { SagaStatus } from '@saga-lab/contracts/saga';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** Heading -> the lines to type below it. */
const commands = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const blocks = [...section.matchAll(/```console\n([^`]*)```/g)].map(([, block = '']) => block);
      const lines = blocks.join('').split('\n');
      const typed = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
      return [section.slice(0, section.indexOf('\n')), typed] as const;
    }),
);

/** A broker whose replies of one type go astray, as long as that is wanted. */
const leakyBroker = () => {
  const held = { exchange: exchanges.events, key: 'nothing', queue: 'held' };
  const subscriptions = [...bindings, held];
  const hold = (type: string) => {
    const place = subscriptions.findIndex(({ key, queue }) => key === type && queue === repliesQueue);
    expect(place, type).to.be.at.least(0);
    subscriptions[place] = { exchange: exchanges.events, key: type, queue: 'held' };
  };
  const broker = ownBroker(subscriptions);
  return { broker, hold, release: () => subscriptions.splice(0, subscriptions.length, ...bindings, held) };
};

const waits = {
  STEP_DEADLINE_MS: '60000', // longer than typing takes
  SWEEP_MS: '20',
  REPEAT_FIRST_MS: '20',
  TRIES_BEFORE_PARKED: '2',
  SLOW_REPEAT_MS: '60000',
};

describe('docs/operations.md', function () {
  this.timeout(300_000); // up to ten commands in one test, each a process of its own
  const { broker, hold, release } = leakyBroker();
  let dataDir: string;
  let system: System;
  let one: Lab;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-page-'));
    system = await startSystem({
      engine: 'memory',
      dataDir,
      env: waits,
      log: () => undefined,
      makeEngine: (options) => startMemory(options, broker),
    });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
  });
  afterEach(release);
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  /** Types the sections in one shell, each line as it stands there, only in this test's own data directory. */
  const type = async (headings: readonly string[], ...before: readonly string[]): Promise<string> => {
    const lines = headings.flatMap((heading) => commands.get(heading) ?? expect.fail(`no ${heading}`));
    const here = [...before, ...lines].map((line) =>
      line.replace(/(npm run (?:--silent )?lab --|^lab) [\w-]+/, `$& --data-dir ${dataDir}`),
    );
    const shell = spawn('bash', ['-e'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise((done) => shell.once('close', done));
    shell.stdin.end(here.map((line) => `${line}; echo`).join('\n'));
    const output = await text(shell.stdout);
    expect(await ended, output).to.equal(0);
    return output;
  };

  const order = async (sku: string, money: number): Promise<string> => {
    await Promise.all([one.putStock(sku, 3, 100), one.putAccount(sku, money)]);
    return one.placeOrder({ customerId: sku, lines: [{ sku, quantity: 1 }] });
  };
  const becomes = (saga: string, status: SagaStatus, step: string) =>
    eventually(async () => expect(await one.saga(saga)).to.include({ status, step }), { timeoutMs: 10_000 });

  it('says whether everything adds up', async () => {
    await one.sagaEnd(await order('mirror', 1_000));
    const output = await type(['Does everything add up']);
    expect(output.match(/^\(\/\) I-\d+ /gm)).to.have.length(14);
  });

  it('finds, explains and resolves a saga that is parked because an answer is lost', async () => {
    hold('StockReleased');
    const saga = await order('lamp', 0);
    await becomes(saga, 'PARKED', 'reserve-stock');
    const output = await type(['Look first', 'A parked saga']);
    expect(output).to.include('1 saga is PARKED').and.to.include('All 4 parts are ready');
    expect(output).to.include(`Saga ${saga}: PARKED at reserve-stock`);
    expect(output).to.include('parked because: no answer to ReleaseStock after 2 tries');
    expect(output).to.match(/^reservation says +RELEASED$/m);
    expect(output).to.match(/^an abort would send +ReleaseStock, RejectOrder$/m);
    expect(output).to.include('==[ReleaseStock](2)=');
    expect(output).to.include(`(/) The open command is sent again, of saga ${saga}: it is PARKED now`);
    expect(output).to.include('grace says that reserve-stock is done: the reservation is released');
    await becomes(saga, 'COMPENSATED', 'place-order');
    const acts = (await one.history('saga-orchestrator', `/sagas/${saga}`)) as {
      type: string;
      data: object;
    }[];
    const by = 'grace';
    expect(acts.find(({ type: act }) => act === 'RetryRequested')?.data).to.deep.equal({ by });
    expect(acts.find(({ type: act }) => act === 'StepResolvedByHand')?.data).to.deep.equal({
      by,
      reason: 'the reservation is released, only its answer is lost',
      step: 'reserve-stock',
      operation: 'compensation',
    });
  });

  it('gives a saga up that waits for an answer before its pivot', async () => {
    hold('PaymentCharged');
    const saga = await order('kettle', 1_000);
    await becomes(saga, 'RUNNING', 'charge-payment');
    const output = await type(['Giving a saga up'], `SAGA=${saga}`);
    expect(output).to.include(`(/) Everything is being undone, of saga ${saga}: it is COMPENSATING now`);
    await becomes(saga, 'COMPENSATED', 'place-order');
    expect(await one.account('kettle')).to.include({ balance: 1_000 });
    expect(JSON.stringify(await one.history('saga-orchestrator', `/sagas/${saga}`))).to.include(
      '"by":"grace","reason":"ABORTED_BY_OPERATOR","note":"wrong price in the shop"',
    );
  });

  it('lists and explains a dead letter, and says why it cannot be replayed', async () => {
    broker.inject('payment-service.commands', '{"no": "command"}');
    await eventually(async () => expect(await one.deadLetters('payment-service')).to.have.length(1));
    const output = await type(['Look first', 'Dead letters']);
    expect(output).to.include('payment-service keeps 1 dead letter that nobody has replayed');
    expect(output).to.include('\n{"no": "command"}\n').and.to.include('(STILL_POISON)');
  });

  it('defines a short form', async () => {
    const output = await type(['Fewer keystrokes']);
    expect(output).to.match(/\d+ sagas?\n/);
  });

  it('shows outbox and gate', async () => {
    const output = await type(['An outbox that does not drain', 'A queue without a consumer']);
    expect(output).to.include('0 sagas RUNNING');
    expect(output).to.include('saga_lab_publishes_total{result="confirmed"');
    expect(output).to.match(/^saga_lab_start_gate_open\S* 1$/m);
  });

  it('shows a statement up to a version, and makes it anew', async () => {
    await one.sagaEnd(await order('chair', 1_000));
    const output = await type(['A list that is wrong or behind']);
    expect(output).to.include('"type":"AccountOpened"');
    expect(output).to.match(/^statements .*\(\/\) equal byte for byte$/m);
  });

  it('lists the snapshots, and throws them away', async () => {
    for (let price = 1; price <= 120; price += 1) await one.putStock('shelf', 3, price);
    await eventually(async () => expect(await one.snapshots('inventory-service')).not.to.have.length(0));
    const output = await type(['Snapshots']);
    expect(output).to.match(/^inventory-service +stock-shelf +100 +\d+$/m);
    expect(output).to.include('(/) inventory-service has thrown 1 snapshot away');
    expect(await one.snapshots('inventory-service')).to.deep.equal([]);
  });

  it('has no command that was not typed here', () => {
    const typed = [
      'Look first',
      'Does everything add up',
      'A parked saga',
      'Giving a saga up',
      'Dead letters',
    ];
    const withCommands = [...commands].filter(([, lines]) => lines.length > 0).map(([heading]) => heading);
    const all = [
      ...typed,
      'An outbox that does not drain',
      'A queue without a consumer',
      'A list that is wrong or behind',
      'Snapshots',
      'Fewer keystrokes',
    ];
    expect(withCommands).to.deep.equal(all);
  });
});
