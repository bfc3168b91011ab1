// Putting a history into a real database, broken off and gone on with.
import { commitOf } from '@saga-lab/platform/store/fixtures';
import { mongoStore } from '@saga-lab/platform/store/mongo-store';
import { testDatabases } from '@saga-lab/platform/testing/test-databases';
import { expect } from 'chai';
import { fillStore } from '../engine/begin-histories.ts';

const commits = Array.from({ length: 1_200 }, (_, n) =>
  commitOf(`c${n}`, { at: n, lamport: n, writes: [['stock-a', n + 1]] }),
);

describe('a history put into a real database', () => {
  const { connect, cleanUp } = testDatabases();
  after(cleanUp);

  it('is resumed behind what is there, and refused where that is something else', async function () {
    this.timeout(30_000);
    const { db } = await connect();
    const store = await mongoStore(db);
    await fillStore(store, 'demo', commits.slice(0, 701));
    await fillStore(store, 'demo', commits, { resume: true });
    await fillStore(store, 'demo', commits, { resume: true });
    expect((await store.load('stock-a', 0)).events).to.have.length(1_200);
    const other = await fillStore(store, 'demo', commits.slice(1), { resume: true }).catch(
      (error: unknown) => error,
    );
    expect(other).to.have.property('message').that.includes('keeps another history: its commit 1 is c0');
    await store.close();
  });
});
