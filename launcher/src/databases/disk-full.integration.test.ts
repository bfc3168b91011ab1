// A database that can write no more: its files may not grow, which needs no rights and ends like a full disk.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { eventually } from '@saga-lab/platform/time/eventually';
import { tallyOnMongo } from '@saga-lab/platform/testing/tally-on-mongo';
import { expect } from 'chai';
import { ownMongod } from '../testing/own-mongod.ts';
import type { Mongod, MongodProgram } from './mongod.ts';
import { mongod, ownProgram } from './mongod.ts';

const WRITERS = 20;
const WITHIN_MS = 30_000;
const LARGEST_FILE = 1024 * 1024;

/** It is told by an error that a file may not grow (EFBIG), as it is of a full disk (ENOSPC), and not ended by a signal. */
const tellingErrors = (program: MongodProgram): MongodProgram => ({
  ...program,
  commandLine: (port, dbpath) => [
    ...(['sh', '-c', `trap '' XFSZ; exec "$@"`, 'sh'] as const),
    ...program.commandLine(port, dbpath),
  ],
});

describe('a database without space', function () {
  this.timeout(120_000);
  let dir: string;
  let database: Mongod | undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-full-'));
  });
  afterEach(async () => {
    await database?.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  // @covers F-57
  it('ends; its service says so, and when there is space and it is started again, nothing accepted is lost', async () => {
    const full = await mongod(tellingErrors(ownProgram(await ownMongod())), dir);
    database = full;
    await full.start();
    const connection = await connectMongo({ url: full.url, serverSelectionTimeoutMS: 2_000 });
    const { crowd, ready, addsUp, stop } = await tallyOnMongo(connection);
    try {
      const writers = crowd(WRITERS);
      await writers.isServed(WITHIN_MS);
      // Its journal is then larger than a file may be.
      await connection.db.collection('ballast').insertOne({ bytes: randomBytes(2 * LARGEST_FILE) });
      execFileSync('prlimit', ['--pid', String(full.pid), `--fsize=${LARGEST_FILE}:unlimited`]);
      await eventually(() => expect(full.pid).to.equal(undefined), { timeoutMs: WITHIN_MS });
      expect(readFileSync(join(dir, 'mongod.log'), 'utf8')).to.match(/File too large.*WT_PANIC/s);
      await eventually(() => expect(ready().ok).to.equal(false), { timeoutMs: WITHIN_MS });
      expect(ready().detail).to.match(/^the database does not answer: /);

      await full.start();
      await writers.isServed(WITHIN_MS);
      await writers.stop();
      await addsUp();
    } finally {
      await stop();
      await connection.close();
    }
  });
});
