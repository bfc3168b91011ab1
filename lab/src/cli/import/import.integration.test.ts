// A history as a file, and a lab that begins with it: the same read models to the last byte, in memory and on real databases.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { importHistory } from './import.ts';
import type { ImportOptions } from './import.ts';

const root = resolve(import.meta.dirname, '../../../..');

/** What the page says to type, without `npm run lab --`. */
const [typedExport = [], typedImport = []] = [
  ...readFileSync(join(root, 'docs/history-file.md'), 'utf8').matchAll(/^\$ npm run lab -- (.*)$/gm),
].map(([, line = '']) => line.split(' '));

/** @param folder where it is typed. */
const typedIn = async (folder: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lab/src/cli/lab.ts', ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder },
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, output, errors };
};

/** Everything that the lists show. */
const shownBy = async (one: Lab): Promise<string> =>
  JSON.stringify(
    await Promise.all([
      one.allOrders(),
      one.allSagas(),
      one.allPayments(),
      one.allReservations(),
      one.allAccounts(),
      one.allStock(),
    ]),
    undefined,
    1,
  );

const decided = async (one: Lab): Promise<string> => {
  const all = Object.entries(await one.commits()).flatMap(([service, commits]) =>
    commits.map(({ _id, lamport, events, input }) => ({ service, _id, lamport, events, input })),
  );
  return JSON.stringify(all.toSorted((a, b) => a.lamport - b.lamport || (a._id < b._id ? -1 : 1)));
};

describe('lab export and lab import', function () {
  this.timeout(240_000);
  let dir: string;
  let first: System;
  let one: Lab;
  let file: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-import-'));
    file = join(dir, 'history.jsonl');
    first = await startSystem({ engine: 'memory', dataDir: join(dir, 'first'), log: () => undefined });
    one = lab({ urls: first.urls(), adminToken: first.adminToken });
    await Promise.all([one.putStock('lamp', 5, 100), one.putAccount('ada', 250)]);
    for (const quantity of [1, 2, 1])
      await one.sagaEnd(await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity }] }));
    const { code, output } = await typedIn(dir, ...typedExport, '--data-dir', 'first');
    expect(code, output).to.equal(0);
    expect(output).to.match(/^\(\/\) \d+ commits, up to Lamport value \d+, in /);
  });
  after(async () => {
    await first.stop();
    rmSync(dir, { recursive: true });
  });

  const typed = (...args: readonly string[]) => typedIn(dir, ...args);

  it('do what docs/history-file.md says', async () => {
    const { code, output, errors } = await typed(...typedImport, '--engine', 'memory', '--once');
    expect(code, errors).to.equal(0);
    expect(output).to.include(`commits imported from ${file}`).and.to.include('(/) I-20');
  });

  const imported = async (options: Partial<ImportOptions>, work: (there: Lab) => Promise<void>) => {
    let system: System | undefined;
    const said: string[] = [];
    try {
      const all = {
        into: join(dir, 'other'),
        engine: 'memory',
        resume: false,
        wait: 30,
        once: true,
      } as const;
      const outcome = await importHistory(
        file,
        { ...all, ...options },
        { say: (line) => said.push(line), started: (started) => (system = started) },
      );
      expect(outcome, said.join('\n')).to.include({ exitCode: 0 });
      if (system) await work(lab({ urls: system.urls(), adminToken: system.adminToken }));
    } finally {
      await system?.stop();
    }
  };

  for (const engine of ['memory', 'real'] as const)
    it(`begin a lab that shows the same to the last byte, holds, and goes on (${engine} engine)`, async () => {
      await imported({ engine, into: join(dir, engine) }, async (there) => {
        expect(await shownBy(there)).to.equal(await shownBy(one));
        expect(await decided(there)).to.equal(await decided(one));
        const next = await there.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] });
        expect((await there.sagaEnd(next)).status).to.be.oneOf(['COMPLETED', 'COMPENSATED']);
      });
    });

  /** As `kill -9` does it, while the databases are filled. */
  const killedWhileFilling = async (into: string): Promise<void> => {
    const args = ['--import', 'tsx', 'lab/src/cli/lab.ts', 'import', file, '--into', into, '--once'];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise((done) => child.once('close', done));
    let said = '';
    for await (const piece of child.stderr.setEncoding('utf8')) {
      said += String(piece);
      if (said.includes('Filling the database of inventory-service')) child.kill('SIGKILL');
    }
    await ended;
    expect(child.signalCode, said).to.equal('SIGKILL');
  };

  it('end the same when an import is killed and gone on with', async () => {
    const into = join(dir, 'killed');
    await killedWhileFilling(into);
    await imported({ engine: 'real', into, resume: true }, async (there) => {
      expect(await shownBy(there)).to.equal(await shownBy(one));
      expect(await decided(there)).to.equal(await decided(one));
    });
  });

  it('refuse what is not whole, names the line, and leave nothing behind', async () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const cut = join(dir, 'cut.jsonl');
    writeFileSync(cut, lines.slice(0, 9).join('\n'));
    const into = join(dir, 'nothing');
    const { code, output, errors } = await typed('import', cut, '--into', into, '--engine', 'memory');
    expect([code, output]).to.deep.equal([2, '']);
    expect(errors).to.include('Nothing was imported').and.to.include('line 9: the file ends here');
    expect((await typed('import', cut, '--into', into, '--resume')).code).to.equal(2);
    expect(() => readFileSync(into)).to.throw('ENOENT');
  });

  it('refuse a folder that keeps something already', async () => {
    const { code, errors } = await typed('import', file, '--into', join(dir, 'first'));
    expect(code).to.equal(78);
    expect(errors).to.include('keeps something already').and.to.include('--resume');
  });
});
