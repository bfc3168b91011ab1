// What `npm start` prints to type next is typed, as printed, against the system that printed it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '../../..');

const started = (dataDir: string) => {
  const args = ['--import', 'tsx', 'lab/src/cli/start.ts', '--engine', 'memory', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const printed: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => printed.push(bytes.toString()));
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { child, ended, printed: () => printed.join('') };
};

const typed = async (lines: readonly string[]): Promise<string> => {
  const shell = spawn('bash', ['-e'], { stdio: ['pipe', 'pipe', 'ignore'] });
  shell.stdin.end(lines.map((line) => `${line}; echo`).join('\n'));
  return text(shell.stdout);
};

describe('The lines that npm start prints to go on with', () => {
  it('work as they are printed, and the lab ends in order when it is told to', async function () {
    this.timeout(60_000);
    const dataDir = mkdtempSync(join(tmpdir(), "saga-lab #1's $(data) ü "));
    const lab = started(dataDir);
    try {
      const lines = await eventually(
        () => {
          const found = lab.printed().match(/^(TOKEN=|ORDER=|curl ).*$/gm) ?? [];
          expect(found.length, lab.printed()).to.be.at.least(7);
          return found;
        },
        { timeoutMs: 30_000 },
      );
      const answers = await typed(lines);
      expect(answers).to.include('"sku":"kettle","onHand":10');
      expect(answers).to.include('"customerId":"grace","opening":20000');
      expect(answers).to.include('"lines":[{"sku":"kettle","quantity":2}]');
      expect(answers).to.match(/"status":"(RUNNING|COMPLETED)"/);
      expect(answers).to.match(/"code":"ORDER_ALREADY_APPROVED"|"cancelRequested":true/);
    } finally {
      lab.child.kill('SIGTERM');
      expect(await lab.ended).to.equal(0);
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
