import { commitOf } from '@saga-lab/platform/store/fixtures';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { expect } from 'chai';
import { ExitError } from '../command/exit-codes.ts';
import { fillStore } from './begin-histories.ts';

const commits = Array.from({ length: 1_200 }, (_, n) =>
  commitOf(`c${n}`, { at: n, lamport: n, writes: [['stock-a', n + 1]] }),
);

describe('a history put into a store', () => {
  const storeWith = async (count: number) => {
    const store = memoryStore({ now: () => 0 });
    await store.insertOrdered(commits.slice(0, count));
    return store;
  };
  const refusal = async (work: Promise<void>): Promise<string> => {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ExitError).and.to.have.property('exitCode', 78);
    return (error as Error).message;
  };
  const versions = async (store: Awaited<ReturnType<typeof storeWith>>) =>
    (await store.load('stock-a', 0)).events.length;

  it('is there as a whole, and only in an empty store', async () => {
    const store = await storeWith(0);
    await fillStore(store, 'demo', commits);
    expect(await versions(store)).to.equal(1_200);
    expect(await refusal(fillStore(store, 'demo', commits))).to.include('keeps commits already');
  });

  for (const there of [0, 1, 499, 500, 501, 1_200])
    it(`goes on behind ${there} commits, if it is resumed`, async () => {
      const store = await storeWith(there);
      await fillStore(store, 'demo', commits, { resume: true });
      expect(await versions(store)).to.equal(1_200);
    });

  it('is not resumed where another history begins, or where it was gone on with, and changes nothing', async () => {
    const other = memoryStore({ now: () => 0 });
    await other.insertOrdered([commits[0] ?? commitOf('x'), commitOf('of-another', { at: 1, lamport: 1 })]);
    expect(await refusal(fillStore(other, 'demo', commits, { resume: true }))).to.include(
      'keeps another history: its commit 2 is of-another, and this history has c1 there',
    );
    const longer = await storeWith(1_200);
    expect(await refusal(fillStore(longer, 'demo', commits.slice(0, 9), { resume: true }))).to.include(
      'keeps more than this history: commit 10 is c9',
    );
    expect(await versions(other)).to.equal(1);
  });
});
