// Time travel on real parts, as it is typed and as it is asked for: it is what was true, and it touches nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { provideInfrastructure } from '@saga-lab/launcher/system/infrastructure';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Db } from 'mongodb';
import { MongoClient } from 'mongodb';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { samplesOf } from '../../client/metrics.ts';

const root = resolve(import.meta.dirname, '../../../..');

/** Timers that are due later would be noted as done while one looks. */
const soonOver = { ANNOUNCE_AFTER_MS: '1000', STEP_DEADLINE_MS: '3000' };

const counters = ['commits', 'events', 'publishes', 'received', 'duplicates'];

describe('Time travel on real parts', function () {
  this.timeout(240_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  let order: string;
  let urlOf: (service: string) => string;
  const stamp = `${process.pid}${Date.now()}`;
  const [sku, customer] = [`lamp-${stamp}`, `ada-${stamp}`];

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-travel-'));
    const where = { engine: 'real' as const, dataDir, log: () => undefined };
    const infrastructure = await provideInfrastructure({ ...where, ownServers: false });
    urlOf = infrastructure.mongoUrl;
    system = await startSystem({ ...where, env: soonOver });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock(sku, 5, 100), one.putAccount(customer, 1_000)]);
    order = await one.placeOrder({ customerId: customer, lines: [{ sku, quantity: 2 }] });
    await one.sagaEnd(order);
    await one.sagaEnd(await one.placeOrder({ customerId: customer, lines: [{ sku, quantity: 50 }] }));
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const run = async (...args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'lab/src/cli/lab.ts', 'at', ...args, '--data-dir', dataDir],
      { cwd: root },
    );
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, output, errors };
  };

  const inEvery = <T>(work: (db: Db, service: ServiceName) => Promise<T>): Promise<readonly T[]> =>
    Promise.all(
      serviceNames.map(async (service) => {
        const client = await MongoClient.connect(urlOf(service));
        try {
          return await work(client.db(), service);
        } finally {
          await client.close();
        }
      }),
    );

  /** Messages and timers of this system that are not done. */
  const due = async (): Promise<number> => {
    const soon = { pendingAt: { $lt: Date.now() + 60_000 } };
    const counts = await inEvery((db) => db.collection('commits').countDocuments(soon));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  /** A hash over every document of every collection, and how many messages each service has dealt with. */
  const fingerprint = () =>
    inEvery(async (db, service) => {
      const { md5 } = await db.command({ dbHash: 1 });
      const counts = counters.map((name) => samplesOf(one, service, `saga_lab_${name}_total`));
      return { service, md5: md5 as unknown, counts: await Promise.all(counts) };
    });

  const get = async (service: ServiceName, path: string) => {
    const { status, body } = await one.ask(service, { method: 'get', path });
    return { status, body: body as Record<string, unknown> };
  };

  it('touches nothing: databases and counters of messages are the same before and after', async () => {
    await eventually(async () => expect(await due()).to.equal(0), { timeoutMs: 60_000 });
    const before = await fingerprint();
    const now = new Date().toISOString();
    for (const args of [
      [order, '4'],
      [order, 'now', '--json'],
      ['all', '-1s'],
    ]) {
      const { code, errors } = await run(...args);
      expect(code, errors).to.equal(0);
    }
    for (const [service, path] of [
      ['order-service', `/orders/${order}`],
      ['saga-orchestrator', `/sagas/${order}`],
      ['payment-service', `/payments/${order}`],
      ['inventory-service', `/reservations/${order}`],
      ['payment-service', `/accounts/${customer}`],
      ['inventory-service', `/stock/${sku}`],
    ] as const) {
      const live = await get(service, path);
      const version = String(live.body.version);
      for (const asOf of [version, now])
        expect(await get(service, `${path}?asOf=${asOf}`)).to.deep.equal(live);
      const { status, body } = await get(service, `${path}/diff?from=1&to=${version}`);
      expect(status, path).to.equal(200);
      expect(body.to).to.deep.include({ item: live.body });
      expect((await get(service, `${path.slice(0, path.lastIndexOf('/'))}?asOf=${now}`)).status).to.equal(
        200,
      );
    }
    expect(await fingerprint()).to.deep.equal(before);
  });

  it('refuses what there is not, over REST as in a terminal', async () => {
    const path = `/orders/${order}?asOf=`;
    expect(await get('order-service', `${path}99`)).to.have.nested.property('body.code', 'NO_SUCH_VERSION');
    for (const asOf of ['yesterday', '0', '2999-01-01T00:00:00Z', '2026-01-31']) {
      const { status, body } = await get('order-service', `${path}${asOf}`);
      expect({ status, code: body.code }, asOf).to.deep.equal({ status: 400, code: 'VALIDATION_FAILED' });
      expect(JSON.stringify(body.errors)).to.include('"field":"asOf"');
    }
    expect((await get('order-service', `${path}2001-01-01T00:00:00Z`)).status).to.equal(404);
    expect((await get('order-service', '/orders?asOf=3')).status).to.equal(400);

    for (const [args, words] of [
      [['all', '999999999'], 'is in the future'],
      [['all', 'soon'], 'is no moment'],
      [[order, 'v99'], 'has no version 99'],
      [['nobody', '1'], 'There is no order nobody'],
      [[order, '4', '--step'], '--step needs a terminal'],
    ] as const) {
      const { code, errors, output } = await run(...args);
      expect({ code, output }, errors).to.deep.equal({ code: 64, output: '' });
      expect(errors).to.include(words);
    }
  });
});
