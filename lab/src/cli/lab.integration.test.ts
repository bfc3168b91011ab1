// doctor, status and check as they are typed, on this machine and on a running system.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { queues } from '@saga-lab/contracts/topology';
import { bindings } from '@saga-lab/protocols/topology';
import { ownBroker, startMemory } from '@saga-lab/launcher/engine/memory-engine';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Audit } from '../reader/audit.ts';
import { lab } from '../client/lab.ts';
import type { Finding } from './finding.ts';
import type { Report } from './status/report.ts';

const root = resolve(import.meta.dirname, '../../..');

const run = (...args: readonly string[]) => runFrom(root, ...args);

/** As npm runs it that was called in a folder. */
const runFrom = async (folder: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lab/src/cli/lab.ts', ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder },
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, output, errors };
};

/** In every respect a message as the orchestrator sends it, only that it did not. */
const chargeOf = (saga: string, customerId: string) => ({
  specversion: '1.0',
  datacontenttype: 'application/json',
  schemaversion: 1,
  lamport: 1,
  id: `${saga}-1`,
  source: '/saga-orchestrator',
  type: 'ChargePayment',
  time: '2026-01-01T00:00:00.000Z',
  correlationid: saga,
  causationid: saga,
  sagaid: saga,
  step: 'charge-payment',
  operation: 'action',
  attempt: 1,
  data: { orderId: saga, customerId, amount: 100 },
});

describe('npm run lab', function () {
  this.timeout(120_000);
  let dataDir: string;
  let system: System | undefined;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-operator-'));
  });
  afterEach(async () => {
    await system?.stop();
    system = undefined;
    rmSync(dataDir, { recursive: true });
  });

  it('doctor finds what these very tests stand on', async () => {
    const { code, output } = await run('doctor', '--json', '--data-dir', defaultDataDir);
    expect(code, output).to.equal(0);
    const { canTest, findings } = JSON.parse(output) as { canTest: boolean; findings: Finding[] };
    expect(canTest).to.equal(true);
    const about = findings.find(({ sentence }) => sentence.startsWith('Node '))?.sentence;
    expect(about).to.match(
      new RegExp(`^Node ${process.versions.node}: (this machine's own|from npm, because )`),
    );
  });

  it('check judges what is there, and tells what is violated, what is open, and what nobody can say', async () => {
    // What payment says never reaches the orchestrator, once that is wanted.
    const subscriptions = [...bindings];
    const broker = ownBroker(subscriptions);
    system = await startSystem({
      engine: 'memory',
      dataDir,
      log: () => undefined,
      env: { STEP_DEADLINE_MS: '600000' }, // longer than the checks take
      makeEngine: (options) => startMemory(options, broker),
    });
    const check = async (...args: readonly string[]) => {
      const { code, output, errors } = await run('check', '--json', '--data-dir', dataDir, ...args);
      const audit = JSON.parse(output) as Audit;
      const doubtful = audit.verdicts.filter(({ state }) => state !== 'holds');
      return {
        code,
        errors,
        audit,
        doubtful: doubtful.map(({ invariant, state }) => `${invariant} ${state}`),
      };
    };
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 9, 100), one.putAccount('ada', 500)]);
    const order = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };
    await one.sagaEnd(await one.placeOrder(order));
    const calm = await check();
    expect(calm).to.deep.include({ code: 0, doubtful: [] });
    expect(calm.audit).to.include({ orders: 1, accounts: 1, skus: 1 });
    expect(calm.errors).to.include('1 order; judging 1');

    const reply = subscriptions.findIndex(({ key }) => key === 'PaymentCharged');
    subscriptions.splice(reply, 1);
    const stuck = await one.placeOrder(order);
    await eventually(async () => expect(await one.saga(stuck)).to.include({ step: 'charge-payment' }));
    const waiting = await check('--wait', '0');
    expect(waiting).to.deep.include({ code: 2, doubtful: ['I-3 open', 'I-4 open'] });
    expect(waiting.audit).to.include({ orders: 1 });

    broker.inject('payment-service.commands', JSON.stringify(chargeOf('nobodys-order', 'ada')));
    await eventually(async () =>
      expect(await one.payment('nobodys-order')).to.include({ status: 'CHARGED' }),
    );
    const wrong = await check('--wait', '0');
    expect(wrong.code).to.equal(1);
    expect(wrong.doubtful).to.include.members(['I-8 violated', 'I-10 violated']);
  });

  it('check keeps what it read in a file, and says the same of it later, to the last byte', async () => {
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 9, 100), one.putAccount('ada', 150)]);
    const order = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };
    for (const status of ['COMPLETED', 'COMPENSATED'])
      expect(await one.sagaEnd(await one.placeOrder(order))).to.include({ status });
    const file = join(dataDir, 'facts.jsonl');
    for (const how of [[], ['--json']]) {
      const live = await run('check', '--data-dir', dataDir, '--save', file, ...how);
      const saved = await run('check', '--from', file, ...how);
      expect(live.code, live.output).to.equal(0);
      expect(live.output).to.include('I-21');
      expect(saved).to.include({ code: live.code, output: live.output });
    }

    rmSync(file);
    expect((await runFrom(dataDir, 'check', '--data-dir', '.', '--save', 'facts.jsonl')).code).to.equal(0);
    expect((await runFrom(dataDir, 'check', '--from', './facts.jsonl')).code).to.equal(0);

    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.slice(0, 9).join('\n'));
    const cut = await run('check', '--from', file);
    expect(cut).to.include({ code: 2, output: '' });
    expect(cut.errors).to.match(
      /facts\.jsonl, line 9: the file ends here without its last line: it was cut off/,
    );
  });

  it('status without a system says so and how to get one; a wrong command line is a matter of usage', async () => {
    const { code, output, errors } = await run('status', '--data-dir', dataDir);
    expect({ code, output }).to.deep.equal({ code: 69, output: '' });
    expect(errors).to.match(/No system runs.*npm start/);
    expect((await run('check', '--data-dir', dataDir)).code).to.equal(69);
    expect((await run('status', '--no-such-option')).code).to.equal(64);
    expect((await run('check', '--limit', '0')).code).to.equal(64);
    expect((await run('check', '--from', 'x', '--limit', '5')).code).to.equal(64);
    expect((await run('--help')).code).to.equal(0);
  });

  it('status shows every part, queue, outbox and saga, and which part is not ready', async () => {
    system = await startSystem({
      engine: 'real',
      dataDir,
      log: () => undefined,
      env: { STEP_DEADLINE_MS: '600000' },
    });
    const report = async () => {
      const { code, output } = await run('status', '--json', '--data-dir', dataDir);
      return { code, output, ...(JSON.parse(output) as Report & { ready: boolean }) };
    };
    const calm = await report();
    expect([calm.code, calm.ready], calm.output).to.deep.equal([0, true]);
    expect(calm.parts.map(({ name }) => name)).to.deep.equal(system.parts().map(({ name }) => name));
    for (const { queue, consumers } of calm.queues ?? []) expect(consumers, queue).to.equal(1);
    expect(calm.queues).to.have.length(2 * queues.length);
    expect(calm.output).not.to.include(system.adminToken);

    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    const customerId = `operator-${process.pid}`;
    await Promise.all([one.putStock(customerId, 1, 100), one.putAccount(customerId, 500)]);
    await system.kill('payment-service');
    const saga = await one.placeOrder({ customerId, lines: [{ sku: customerId, quantity: 1 }] });
    await eventually(async () => expect(await one.saga(saga)).to.include({ step: 'charge-payment' }));
    const down = await eventually(async () => {
      const seen = await report();
      expect(seen.queues?.find(({ queue }) => queue === 'payment-service.commands')?.ready).to.equal(1);
      return seen;
    });
    expect([down.code, down.ready]).to.deep.equal([1, false]);
    expect(
      down.parts.filter(({ ready }) => !ready).map(({ name, why }) => `${name}: ${why ?? ''}`),
    ).to.deep.equal(['payment-service: it does not answer']);
    // Other tests may have left open sagas of their own in these databases.
    expect(down.sagas?.counts.RUNNING).to.be.at.least(1);
    expect(down.sagas?.oldestOpen?.startedAt).to.be.a('string');
    expect(down.services.find(({ service }) => service === 'payment-service')).to.deep.equal({
      service: 'payment-service',
    });
    const log = readFileSync(join(dataDir, 'logs/saga-orchestrator.log'), 'utf8');
    expect(log).to.include(`"saga":"${saga}"`);

    await system.start('payment-service');
    await one.sagaEnd(saga);
  });
});
