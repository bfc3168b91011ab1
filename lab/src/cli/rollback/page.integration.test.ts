// The commands of docs/rollback.md, typed as they stand there, and what they print, on a system with the mistake of that page.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';

const root = resolve(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/rollback.md'), 'utf8');

interface Typed {
  readonly command: string;
  readonly output: string;
}

/** Every command of the page with the output below it. */
const typed: readonly Typed[] = [...page.matchAll(/```console\n([^`]*)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...output] = part.split('\n');
      return { command, output: output.join('\n') };
    }),
);

/** Ids, times and folders are others every time, and columns as wide as these. */
const comparable = (output: string): string =>
  output
    .replaceAll(/\b[0-9a-f]{16}\b/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/(engine, in|Lamport value) .*/g, '$1 <>')
    .replaceAll(/it begins with \d+ of \d+/g, 'it begins with <> of <>')
    .trim();

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

  const type = async (command: string): Promise<string> => {
    const here = command.replace(/(npm run --silent lab --) (\w+)/, `$& --data-dir ${dataDir}`);
    const env = {
      ...process.env,
      THEN: then,
      TOKEN: system.adminToken,
      INVENTORY: system.url('inventory-service'),
    };
    const shell = spawn('bash', ['-c', here], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
    return text(shell.stdout);
  };

  it('has commands, and each of them prints what stands below it', async () => {
    expect(typed.length).to.be.at.least(5);
    for (const { command, output } of typed)
      expect(comparable(await type(command)), command).to.equal(comparable(output));
  });
});
