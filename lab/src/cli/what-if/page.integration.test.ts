// The commands of docs/what-if.md, typed as they stand there, and what they print, on a system with the mistakes of that page.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { lab } from '../../client/lab.ts';
import { comparable, expectTyped, type } from '../../testing/typed-page.ts';

/** Lamport values depend on which of two services is quicker. */
const alike = (output: string): string =>
  comparable(output.replaceAll(/Lamport value \d+/g, 'Lamport value <>'));

describe('docs/what-if.md', function () {
  this.timeout(300_000);
  let dataDir: string;
  let system: System;
  let then: string;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-what-if-page-'));
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    const order = async (customerId: string, sku: string, quantity: number) => {
      await one.sagaEnd(await one.placeOrder({ customerId, lines: [{ sku, quantity }] }));
    };
    const said = [
      one.putStock('lamp', 10, 2_500),
      one.putStock('desk', 4, 10_000),
      one.putStock('chair', 5, 4_000),
    ];
    await Promise.all(said);
    await Promise.all([
      one.putAccount('ada', 20_000),
      one.putAccount('bob', 90_000),
      one.putAccount('eve', 1_000),
    ]);
    await sleep(20);
    then = new Date().toISOString();
    await sleep(20);
    await order('ada', 'lamp', 2);
    await one.putStock('desk', 9, 10_000);
    await order('bob', 'desk', 5);
    await order('eve', 'chair', 1);
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('has commands, and each of them prints what stands below it', () => {
    const typed = (command: string): Promise<string> =>
      type(command.replace(/npm run --silent lab -- what-if \w+/, `$& --data-dir ${dataDir}`), {
        THEN: then,
      });
    return expectTyped('docs/what-if.md', typed, alike);
  });
});
