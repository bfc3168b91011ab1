// The primary of three databases gives its place away, and is killed, while many write.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { tallyOnMongo } from '@saga-lab/platform/testing/tally-on-mongo';
import { expect } from 'chai';
import { ownMongod } from '../testing/own-mongod.ts';
import { ownProgram } from './mongod.ts';
import type { SetOfThree } from './set-of-three.ts';
import { setOfThree } from './set-of-three.ts';

const WRITERS = 20;
const BACK_MS = 15_000;
/** Shorter than an election, as it is in life: so the runtime has to know what to do, and not only the driver. */
const SELECTION_MS = 2_000;

describe('a replica set of three', function () {
  this.timeout(120_000);
  let dir: string;
  let set: SetOfThree | undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-three-'));
  });
  afterEach(async () => {
    await set?.stop('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  // @covers F-55
  it('loses nothing and does nothing twice when its primary steps down, or is killed; all go on within 15 s', async () => {
    set = await setOfThree(ownProgram(await ownMongod()), dir);
    const connection = await connectMongo({ url: set.url, serverSelectionTimeoutMS: SELECTION_MS });
    const { crowd, observations, ready, addsUp, stop } = await tallyOnMongo(connection);
    try {
      const writers = crowd(WRITERS);
      await writers.isServed(BACK_MS);
      const first = await set.primary();
      await set.stepDown();
      await writers.isServed(BACK_MS);
      const second = await set.primary();
      expect(second.port).not.to.equal(first.port);

      await second.kill('SIGKILL');
      await writers.isServed(BACK_MS);
      await writers.stop();
      await addsUp();
      expect(ready()).to.deep.equal({ ok: true, detail: 'ready' });
      const kinds = new Set(observations.map(({ kind }) => kind));
      expect([...kinds]).to.include.members(['paused', 'resumed', 'feed-ended']);
    } finally {
      await stop();
      await connection.close();
    }
  });

  it('is one again on what its members kept, at other ports', async () => {
    const program = ownProgram(await ownMongod());
    const kept = async (): Promise<number> => {
      set = await setOfThree(program, dir);
      const { db, close } = await connectMongo({ url: set.url });
      await db.collection('kept').insertOne({});
      const count = await db.collection('kept').countDocuments();
      await close();
      await set.stop('SIGTERM');
      return count;
    };
    expect([await kept(), await kept()]).to.deep.equal([1, 2]);
  });
});
