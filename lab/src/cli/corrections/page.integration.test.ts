// The commands of docs/corrections.md, typed as they stand there, and what they print, on a broker and databases of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { holds } from '../../checker/verdict.ts';
import { check } from '../../reader/check.ts';
import { expectTyped, type } from '../../testing/typed-page.ts';

describe('docs/corrections.md', function () {
  this.timeout(300_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  let order: string;
  const moments: string[] = [];
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-corrections-page-'));
    system = await startSystem({ engine: 'real', dataDir, ownServers: true, log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 10, 2_500), one.putAccount('ada', 20_000)]);
    await itIsLater();
    order = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] });
    await one.sagaEnd(order);
    await itIsLater();
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  /** A moment behind all that is dated up to now, by any of the clocks. */
  const itIsLater = async (): Promise<void> => {
    const now = Date.now() + 20;
    await eventually(() => {
      expect(Date.now()).to.be.greaterThan(now + 20);
    });
    moments.push(new Date(now).toISOString());
  };

  it('has commands, and each of them prints what stands below it', async () => {
    const [monday = '', tuesday = ''] = moments;
    const env = {
      MONDAY: monday,
      TUESDAY: tuesday,
      ORDER: order,
      TOKEN: system.adminToken,
      INVENTORY: system.url('inventory-service'),
      PAYMENTS: system.url('payment-service'),
    };
    await expectTyped('docs/corrections.md', (command) => type(command, env));
  });

  it('leaves a system in which all holds', async () => {
    const verdicts = await check(one, {
      orders: [order],
      customers: ['ada'],
      skus: ['lamp'],
      deadLettersBefore: new Set(),
    });
    expect(holds(verdicts), JSON.stringify(verdicts)).to.equal(true);
  });
});
