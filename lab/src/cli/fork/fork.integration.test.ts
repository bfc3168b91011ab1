// `lab fork` as it is typed: in memory, and with a broker and databases of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { historyOf } from '../../checker/history.ts';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import type { Forked } from './lines.ts';

const root = resolve(import.meta.dirname, '../../../..');

const run = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lab/src/cli/lab.ts', 'fork', ...args], {
    cwd: root,
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, output, errors };
};

describe('lab fork', function () {
  this.timeout(180_000);
  let dir: string;
  let system: System;
  let one: Lab;
  let orderId: string;
  /** When the stock was reserved, and nothing was charged. */
  let moment: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-fork-'));
    system = await startSystem({ engine: 'memory', dataDir: join(dir, 'first'), log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 5, 100), one.putAccount('ada', 1_000)]);
    orderId = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] });
    await one.sagaEnd(orderId);
    const reserved = historyOf(await one.commits()).all.find(
      ({ commit }) => commit.input.type === 'ReserveStock',
    );
    moment = String(reserved?.commit.lamport);
  });
  after(async () => {
    await system.stop();
    rmSync(dir, { recursive: true });
  });

  const fork = (into: string, ...args: readonly string[]) =>
    run('--data-dir', join(dir, 'first'), '--into', join(dir, into), '--at', moment, '--once', ...args);

  /** All that the first one keeps, but for which messages and timers are done: it goes on with that. */
  const decided = async () =>
    historyOf(await one.commits()).all.map(({ service, commit }) => {
      const { sent: _sent, pendingAt: _pendingAt, ...rest } = commit;
      return { service, ...rest };
    });

  for (const engine of ['memory', 'real'] as const)
    it(`goes on from a moment, with the ${engine} engine, and leaves the first one as it is`, async () => {
      const before = await decided();
      const { code, output, errors } = await fork(engine, '--engine', engine, '--json');
      expect(code, errors).to.equal(0);
      const found = JSON.parse(output) as Forked & { readonly holds: boolean };
      expect(found).to.deep.include({ lamport: Number(moment), inFlight: 1, holds: true });
      expect(found.sagas).to.deep.equal([
        { saga: orderId, then: 'RUNNING at reserve-stock', there: 'COMPLETED', here: found.sagas[0]?.here },
      ]);
      expect(found.sagas[0]?.here).to.be.oneOf(['COMPLETED', 'COMPENSATED']);
      expect(found.audit.orders).to.equal(1);
      expect(await decided()).to.deep.equal(before);
    });

  it('wants a folder of its own, and a moment that there is', async () => {
    const taken = await fork('first');
    expect([taken.code, taken.output]).to.deep.equal([78, '']);
    expect(taken.errors).to.include('keeps something already, and a fork begins in a folder of its own');
    const late = await run('--data-dir', join(dir, 'first'), '--at', '999', '--into', join(dir, 'late'));
    expect(late.code).to.equal(64);
    expect(late.errors).to.include('Lamport value 999 is in the future');
    expect(existsSync(join(dir, 'late'))).to.equal(false);
  });
});
