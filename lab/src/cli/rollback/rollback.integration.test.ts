// `lab rollback` as it is typed, on a broker and databases of its own, and one thing brought back by REST before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { historyOf } from '../../checker/history.ts';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { runLab } from '../../testing/run-lab.ts';
import type { RollbackDone } from './lines.ts';

describe('lab rollback', function () {
  this.timeout(180_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-rollback-'));
    system = await startSystem({ engine: 'real', dataDir, ownServers: true, log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const run = (...args: readonly string[]) => runLab(dataDir, 'rollback', ...args);
  const order = async (quantity: number): Promise<string> => {
    const id = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity }] });
    await one.sagaEnd(id);
    return id;
  };
  /** All that is kept, but for what is sent of it. */
  const kept = async () =>
    historyOf(await one.commits()).all.map(({ service, commit: { _id, events } }) => ({
      service,
      _id,
      events,
    }));

  it('first shows, then does, and done twice it is done once', async () => {
    await Promise.all([one.putStock('lamp', 10, 100), one.putAccount('ada', 1_000)]);
    const stays = await order(1);
    await sleep(20);
    const moment = new Date().toISOString();
    await sleep(20);
    await one.putStock('lamp', 99, 700);
    const undone = await order(1);
    await one.putStock('chair', 3, 50);
    const before = await kept();

    const shown = await run('--to', moment);
    expect(shown.code, shown.errors).to.equal(0);
    expect(shown.output).to.include(`order ${undone} stays APPROVED`).and.not.to.include(stays);
    expect(await kept()).to.deep.equal(before);

    const first = await run('--to', moment, '--apply', '--json');
    expect(first.code, first.errors).to.equal(0);
    const { acts, audit } = JSON.parse(first.output) as RollbackDone;
    expect(acts.map(({ sentence }) => sentence)).to.deep.equal([
      'stock lamp is brought back to version 3: available 97 -> 9, unitPrice 700 -> 100',
      'stock chair is emptied, as it was not there then: available 3 -> 0',
      'account ada is brought back to version 2: balance 200 -> 900',
    ]);
    expect(audit.verdicts.filter(({ state }) => state !== 'holds')).to.deep.equal([]);
    expect(await one.stock('lamp')).to.include({ available: 9, unitPrice: 100, onHand: 11, shipped: 2 });
    expect(await one.account('ada')).to.include({ balance: 900, charged: 800 });

    const after = await kept();
    expect(after).to.deep.include.members([...before]);
    const second = await run('--to', moment, '--apply');
    expect(second.output).to.include('Nothing was left to do.');
    expect(await kept()).to.deep.equal(after);
  });

  it('refuses a moment that there is not', async () => {
    const { code, output, errors } = await run('--to', '9999', '--apply');
    expect([code, output]).to.deep.equal([64, '']);
    expect(errors).to.include('is in the future');
  });
});
