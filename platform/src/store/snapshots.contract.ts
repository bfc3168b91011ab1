// How every commit store keeps snapshots, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
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
    /** A snapshot may be seen a little later. */
    const keeps = (snapshot: Snapshot) =>
      eventually(async () => expect(await store.snapshot(snapshot.stream)).to.deep.equal(snapshot));

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
    it('throws all away, and counts them', async () => {
      await store.saveSnapshot(snapshotOf(5));
      await store.saveSnapshot({ ...snapshotOf(6), stream: 'stock-b' });
      expect(await store.dropSnapshots()).to.equal(2);
      expect(await store.snapshot('stock-a')).to.equal(undefined);
      expect(await store.dropSnapshots()).to.equal(0);
      await store.saveSnapshot(snapshotOf(1));
      await keeps(snapshotOf(1));
    });
  });
};
