// What every commit store must do, run on each adapter: writing, and reading what one request led to.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf, entry } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore } from './store.ts';

export const storeContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`commit store: ${name}`, () => {
    let store: CommitStore;
    let another: StoreUnderTest['another'];
    beforeEach(async () => {
      ({ store, another } = await make());
    });
    const idsOf = async (...ids: string[]) => (await store.find(ids)).map(({ _id }) => _id).sort();

    describe('insertOrdered', () => {
      it('makes all commits durable, as they were given', async () => {
        const commits = [
          commitOf('a', { writes: [['stock-a', 1]] }),
          commitOf('b', { writes: [['stock-a', 2]] }),
        ];
        expect(await store.insertOrdered(commits)).to.deep.equal({ status: 'inserted' });
        expect(await store.find(['b', 'a', 'c'])).to.have.deep.members(commits);
      });
      // @mutation The messages: the uniqueness of `_id` in the store [twin: no inbox]
      it('stops at a known _id: the prefix is durable, nothing behind it was tried', async () => {
        await store.insertOrdered([commitOf('b')]);
        const result = await store.insertOrdered([commitOf('a'), commitOf('b'), commitOf('c')]);
        expect(result).to.deep.include({ status: 'failed', at: 1, reason: 'duplicate' });
        expect(await idsOf('a', 'b', 'c')).to.deep.equal(['a', 'b']);
      });
      // @covers F-54 R-28
      // @mutation The state: the version check of the memory store, or of MongoDB (_database_) [twin: no version check in the orchestrator]
      it('stops at a version that is taken, even if it is one of several', async () => {
        await store.insertOrdered([
          commitOf('a', {
            writes: [
              ['stock-a', 1],
              ['stock-b', 1],
            ],
          }),
        ]);
        const second = commitOf('b', {
          writes: [
            ['stock-c', 1],
            ['stock-b', 1],
          ],
        });
        const result = await store.insertOrdered([second, commitOf('c')]);
        expect(result).to.deep.include({ status: 'failed', at: 0, reason: 'duplicate' });
        expect(await idsOf('b', 'c')).to.deep.equal([]);
        expect((await store.load('stock-c', 0)).events).to.deep.equal([]);
      });
      it('sees a collision inside one batch', async () => {
        const batch = [
          commitOf('a', { writes: [['stock-a', 1]] }),
          commitOf('b', { writes: [['stock-a', 1]] }),
        ];
        const result = await store.insertOrdered(batch);
        expect(result).to.deep.include({ status: 'failed', at: 1, reason: 'duplicate' });
      });
      it('takes any number of commits that write nothing', async () => {
        expect(await store.insertOrdered([commitOf('a'), commitOf('b')])).to.deep.equal({
          status: 'inserted',
        });
        expect((await store.insertOrdered([commitOf('c')])).status).to.equal('inserted');
      });
      it('leaves out fields that are undefined', async () => {
        const outbox = [{ ...entry('a.0'), sagaId: undefined, data: { kept: null, dropped: undefined } }];
        await store.insertOrdered([commitOf('a', { outbox })]);
        const [kept] = (await store.find(['a']))[0]?.outbox ?? [];
        expect(kept).to.deep.equal({ id: 'a.0', type: 'Told', data: { kept: null } });
      });
      it('keeps its own copy', async () => {
        const commit = commitOf('a', { messages: 1 });
        await store.insertOrdered([commit]);
        Object.assign(commit.outbox[0] ?? {}, { type: 'Changed' });
        expect((await store.find(['a']))[0]?.outbox[0]?.type).to.equal('Told');
      });
      it('lets one of two writers of the same version win', async () => {
        const other = await another();
        const results = await Promise.all([
          store.insertOrdered([commitOf('a', { writes: [['stock-a', 1]] })]),
          other.insertOrdered([commitOf('b', { writes: [['stock-a', 1]] })]),
        ]);
        expect(results.map(({ status }) => status).sort()).to.deep.equal(['failed', 'inserted']);
      });
    });

    describe('correlated', () => {
      const idsBehind = async (lamport?: number, id = '', limit = 10) => {
        const after = lamport === undefined ? undefined : { lamport, id };
        return (await store.correlated('o1', after, limit)).map(({ _id }) => _id).join(' ');
      };
      beforeEach(async () => {
        await store.insertOrdered([
          commitOf('d', { lamport: 7 }),
          commitOf('b', { lamport: 3 }),
          commitOf('e', { lamport: 3, correlationId: 'o10' }),
          commitOf('c', { lamport: 3, writes: [['stock-a', 1]], messages: 1 }),
          commitOf('a', { lamport: 7 }),
        ]);
      });
      it('gives the commits of one correlation and of no other, each behind what may have caused it', async () => {
        expect(await idsBehind()).to.equal('b c a d');
        expect(await store.correlated('o', undefined, 10)).to.deep.equal([]);
      });
      it('goes on behind a commit, also among those of the same lamport', async () => {
        expect(await idsBehind(undefined, '', 1)).to.equal('b');
        expect(await idsBehind(3, 'b', 2)).to.equal('c a');
        expect(await idsBehind(7, 'a')).to.equal('d');
        expect(await idsBehind(7, 'd')).to.equal('');
      });
      it('gives each as it is now', async () => {
        await store.markSent([{ id: 'c', sent: [0] }]);
        await eventually(async () => {
          const [, second] = await store.correlated('o1', undefined, 2);
          expect(second).to.deep.include({ _id: 'c', sent: [0] });
        });
      });
    });
  });
};
