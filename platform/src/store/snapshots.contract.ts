// How every commit store keeps snapshots, run on each adapter.
import { expect } from 'chai';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore, Snapshot } from './store.ts';

export const snapshotsContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`snapshots: ${name}`, () => {
    let store: CommitStore;
    beforeEach(async () => {
      ({ store } = await make());
    });
    const state = { 'o1/reserve.stock/action': { n: 1 } };
    const snapshotOf = (version: number) => ({
      stream: 'stock-a',
      version,
      lamport: 2 * version,
      at: 1_000 + version,
      schemaVersions: '',
      state,
    });
    /** Whoever has written one sees it at once. */
    const keeps = async (snapshot: Snapshot) => {
      expect(await store.snapshot(snapshot.stream)).to.deep.equal(snapshot);
    };

    it('keeps the newest', async () => {
      expect(await store.snapshot('stock-a')).to.equal(undefined);
      await store.saveSnapshot(snapshotOf(5));
      await store.saveSnapshot(snapshotOf(7));
      await store.saveSnapshot(snapshotOf(6));
      await keeps(snapshotOf(7));
      expect(await store.snapshot('stock-b')).to.equal(undefined);
    });
    it('keeps one of other schema versions in place of a newer one', async () => {
      await store.saveSnapshot(snapshotOf(7));
      const ofToday = { ...snapshotOf(6), schemaVersions: 'Done@2' };
      await store.saveSnapshot(ofToday);
      await keeps(ofToday);
      await store.saveSnapshot({ ...ofToday, version: 5 });
      await keeps(ofToday);
    });
    it('lists all, page by page, with how much room each takes', async () => {
      for (const stream of ['stock-c', 'stock-a', 'stock-b'])
        await store.saveSnapshot({ ...snapshotOf(stream === 'stock-b' ? 7 : 5), stream });
      const all = await store.snapshots(undefined, 10);
      expect(all.map(({ stream, version }) => [stream, version])).to.deep.equal([
        ['stock-a', 5],
        ['stock-b', 7],
        ['stock-c', 5],
      ]);
      for (const { bytes } of all) expect(bytes).to.be.above(JSON.stringify(state).length);
      expect(await store.snapshots(undefined, 2)).to.deep.equal(all.slice(0, 2));
      expect(await store.snapshots('stock-b', 2)).to.deep.equal(all.slice(2));
    });
    it('throws all away, and counts them', async () => {
      await store.saveSnapshot(snapshotOf(5));
      await store.saveSnapshot({ ...snapshotOf(6), stream: 'stock-b' });
      expect(await store.dropSnapshots()).to.equal(2);
      expect(await store.snapshot('stock-a')).to.equal(undefined);
      expect(await store.snapshots(undefined, 10)).to.deep.equal([]);
      expect(await store.dropSnapshots()).to.equal(0);
      await store.saveSnapshot(snapshotOf(1));
      await keeps(snapshotOf(1));
    });
  });
};
