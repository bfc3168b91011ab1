// What every commit store must do with the events of streams, run on each adapter: loading one, and asking what many have grown by.
import { expect } from 'chai';
import { commitOf } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import { MOST_NEXT } from './store.ts';
import type { CommitStore } from './store.ts';

export const streamsContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`streams of the commit store: ${name}`, () => {
    let store: CommitStore;
    beforeEach(async () => {
      ({ store } = await make());
    });
    const versionsAbove = async (stream: string, version: number) =>
      (await store.load(stream, version)).events.map((event) => event.version);
    beforeEach(async () => {
      await store.insertOrdered([
        commitOf('a', {
          lamport: 3,
          writes: [
            ['stock-a', 1],
            ['stock-a', 2],
            ['stock-a.b', 1],
          ],
        }),
        commitOf('b', {
          lamport: 5,
          writes: [
            ['stock-a-b', 1],
            ['stock-a.b', 2],
          ],
        }),
        commitOf('c', { lamport: 9, writes: [['stock-a', 3]] }),
      ]);
    });
    it('gives the events of one stream and of no other, oldest first', async () => {
      expect(await versionsAbove('stock-a', 0)).to.deep.equal([1, 2, 3]);
      expect(await versionsAbove('stock-a.b', 0)).to.deep.equal([1, 2]);
      expect(await versionsAbove('stock-a-b', 0)).to.deep.equal([1]);
      expect(await versionsAbove('stock', 0)).to.deep.equal([]);
    });
    it('knows which streams exist, and takes no name for the beginning of another', async () => {
      const asked = ['stock-a', 'stock-a.b', 'stock-a-b', 'stock', 'stock-c', 'stock-a.'];
      expect([...(await store.grown(asked)).keys()]).to.have.members(['stock-a', 'stock-a-b', 'stock-a.b']);
    });
    const grownAbove = (versions: Record<string, number>) =>
      store.grown(Object.keys(versions), (stream) => versions[stream] ?? 0);
    it('gives of many streams what each has above a version, as loading them one by one does', async () => {
      const versions = { 'stock-a': 2, 'stock-a.b': 1, 'stock-a-b': 0, 'stock-c': 0 };
      const grown = await grownAbove(versions);
      expect([...grown.keys()]).to.have.members(['stock-a', 'stock-a.b', 'stock-a-b']);
      for (const [stream, { isWhole, ...slice }] of grown) {
        const above = versions[stream as keyof typeof versions];
        expect(slice).to.deep.equal(await store.load(stream, above));
        expect(isWhole).to.equal(true);
      }
      expect((await grownAbove({ 'stock-a': 3, 'stock-a.b': 2, 'stock-a-b': 1 })).size).to.equal(0);
      expect((await grownAbove({})).size).to.equal(0);
    });
    it('gives the beginning of what a stream has grown by where that is much, and says so', async () => {
      const length = MOST_NEXT + 10;
      await store.insertOrdered(
        Array.from({ length }, (_, n) =>
          commitOf(`long${n}`, { lamport: n, writes: [['stock-long', n + 1]] }),
        ),
      );
      const long = (await grownAbove({ 'stock-long': 2 })).get('stock-long');
      const versions = long?.events.map(({ version }) => version) ?? [];
      expect(versions.length).to.be.within(MOST_NEXT, length - 3);
      expect(versions).to.deep.equal(versions.map((_, n) => n + 3));
      expect(long?.isWhole).to.equal(false);
      const near = (await grownAbove({ 'stock-long': length - 2 })).get('stock-long');
      expect(near?.events.map(({ version }) => version)).to.deep.equal([length - 1, length]);
      expect(near?.isWhole).to.equal(true);
    });
    it('gives only what is above a version, even inside one commit', async () => {
      expect(await versionsAbove('stock-a', 1)).to.deep.equal([2, 3]);
      expect(await versionsAbove('stock-a', 3)).to.deep.equal([]);
    });
    it('gives no more than up to a version, even inside one commit', async () => {
      const versions = async (afterVersion: number, upTo: number) =>
        (await store.load('stock-a', afterVersion, upTo)).events.map((event) => event.version);
      expect(await versions(0, 1)).to.deep.equal([1]);
      expect(await versions(1, 2)).to.deep.equal([2]);
      expect(await versions(0, 9)).to.deep.equal([1, 2, 3]);
      expect(await versions(1, 1)).to.deep.equal([]);
      expect((await store.load('stock-a', 0, 2)).lamport).to.equal(3);
    });
    it('gives the lamport of the last commit among them', async () => {
      expect((await store.load('stock-a', 0)).lamport).to.equal(9);
      expect((await store.load('stock-a.b', 1)).lamport).to.equal(5);
      expect((await store.load('stock-a', 3)).lamport).to.equal(0);
    });
  });
};
