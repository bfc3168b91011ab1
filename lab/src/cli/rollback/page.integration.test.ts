// The commands of docs/rollback.md, typed as they stand there, and what they print, on a system with the mistake of that page.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import { comparable, expectTyped, type } from '../../testing/typed-page.ts';

/** Folders and how many commits there are are others every time as well. */
const alike = (output: string): string =>
  comparable(
    output
      .replaceAll(/(engine, in|Lamport value) .*/g, '$1 <>')
      .replaceAll(/it begins with \d+ of \d+/g, 'it begins with <> of <>'),
  );

describe('docs/rollback.md', function () {
  this.timeout(300_000);
  let dataDir: string;
  let system: System;
  let then: string;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-rollback-page-'));
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    const order = async (quantity: number) => {
      await one.sagaEnd(await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity }] }));
    };
    await Promise.all([one.putStock('lamp', 10, 2_500), one.putAccount('ada', 20_000)]);
    await order(2);
    await sleep(20);
    then = new Date().toISOString();
    await sleep(20);
    await one.putStock('lamp', 100, 250);
    await order(1);
    await eventually(async () => {
      expect(await one.allStock()).to.have.length(1);
    });
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('has commands, and each of them prints what stands below it', async () => {
    const variables = { THEN: then, TOKEN: system.adminToken, INVENTORY: system.url('inventory-service') };
    const typed = (command: string): Promise<string> =>
      type(command.replace(/(npm run --silent lab --) (\w+)/, `$& --data-dir ${dataDir}`), variables);
    await expectTyped('docs/rollback.md', typed, alike);
  });
});
