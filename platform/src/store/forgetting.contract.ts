// What every commit store must do to forget, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf, entry } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import { answeredBy } from './forgetting.ts';
import type { Tombstone } from './forgetting.ts';
import { schemaVersions } from './schema-versions.ts';
import type { CommitStore, FeedPage, FollowedCommit } from './store.ts';

const stone = (correlationId: string, parts: Partial<Tombstone> = {}): Tombstone => ({
  correlationId,
  endedAt: 1_000,
  forgottenAt: 9_000,
  commits: 2,
  requests: [],
  ...parts,
});
const ofOrder = (id: string, order: string, version: number) =>
  commitOf(id, { correlationId: order, writes: [[`order-${order}`, version]] });

export const forgettingContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`forgetting: ${name}`, () => {
    let store: CommitStore;
    beforeEach(async () => {
      ({ store } = await make());
      await store.insertOrdered([
        ofOrder('a1', 'a', 1),
        ofOrder('b1', 'b', 1),
        ofOrder('a2', 'a', 2),
        ofOrder('b2', 'b', 2),
      ]);
    });
    const idsIn = ({ commits }: FeedPage<FollowedCommit>) => commits.map(({ commit }) => commit._id);

    it('takes the commits of one correlation away, and no other', async () => {
      await store.keepTombstone(stone('a'));
      await store.forget('a', ['order-a']);
      expect((await store.find(['a1', 'a2', 'b1', 'b2'])).map(({ _id }) => _id)).to.have.members([
        'b1',
        'b2',
      ]);
      expect([...(await store.grown(['order-a', 'order-b'])).keys()]).to.deep.equal(['order-b']);
      expect((await store.load('order-b', 0)).events).to.have.length(2);
    });

    it('deletes nothing while something is pending', async () => {
      const late = { ...ofOrder('a3', 'a', 3), outbox: [entry('m')], pendingAt: 1 };
      await store.insertOrdered([late]);
      await store.saveSnapshot({
        stream: 'order-a',
        version: 2,
        lamport: 1,
        at: 1,
        schemaVersions,
        state: {},
      });
      await store.keepTombstone(stone('a'));
      expect(await store.forget('a', ['order-a'])).to.equal(false);
      expect(await store.find(['a1', 'a2', 'a3'])).to.have.length(3);
      expect(await store.snapshot('order-a')).to.include({ version: 2 });
      await store.markSent([{ id: 'a3', sent: [0] }]);
      await eventually(async () => expect(await store.forget('a', ['order-a'])).to.equal(true));
      expect(await store.find(['a1', 'a2', 'a3'])).to.deep.equal([]);
      expect((await store.grown(['order-a'])).size).to.equal(0);
    });

    it('deletes nothing either while something is pending that was made with others', async () => {
      const late = ['b3', 'a3', 'a4'].map((id, n) => ({
        ...ofOrder(id, id.slice(0, 1), n + 3),
        outbox: [entry('m')],
        pendingAt: 1,
      }));
      await store.insertOrdered(late);
      await store.keepTombstone(stone('a'));
      expect(await store.forget('a', ['order-a'])).to.equal(false);
      expect(await store.find(['a1', 'a2', 'a3', 'a4'])).to.have.length(4);
    });

    it('takes the snapshots of the streams along', async () => {
      const snapshot = { version: 2, lamport: 1, at: 1, schemaVersions, state: {} };
      await store.saveSnapshot({ stream: 'order-a', ...snapshot });
      await store.saveSnapshot({ stream: 'order-b', ...snapshot });
      await store.keepTombstone(stone('a'));
      await store.forget('a', ['order-a']);
      expect(await store.snapshot('order-a')).to.equal(undefined);
      expect(await store.snapshot('order-b')).to.include({ version: 2 });
    });

    // @mutation The state: the tombstone before a commit is deleted [twin: a tombstone is missing]
    it('deletes nothing without a tombstone', async () => {
      const error = await store.forget('a', ['order-a']).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: 'NO_TOMBSTONE' });
      expect(await store.find(['a1', 'a2'])).to.have.length(2);
    });

    it('keeps the first of two tombstones, and what answers a request', async () => {
      const requests = [answeredBy(commitOf('http:place:c:1', { correlationId: 'a' }))];
      await store.keepTombstone(stone('a', { requests }));
      await store.keepTombstone(stone('a', { commits: 0 }));
      expect(await store.tombstones(['a', 'b'])).to.deep.equal([stone('a', { requests })]);
    });

    it('lists tombstones page by page', async () => {
      for (const each of ['b', 'c', 'a']) await store.keepTombstone(stone(each));
      const page = async (after?: string) =>
        (await store.allTombstones(after, 2)).map(({ correlationId }) => correlationId);
      expect([await page(), await page('b')]).to.deep.equal([['a', 'b'], ['c']]);
    });

    it('knows up to when something was forgotten', async () => {
      expect(await store.forgottenUpTo()).to.equal(undefined);
      await store.keepTombstone(stone('a', { endedAt: 3_000 }));
      await store.keepTombstone(stone('b', { endedAt: 2_000 }));
      expect(await store.forgottenUpTo()).to.equal(3_000);
    });

    it('goes on where it was broken off', async () => {
      await store.keepTombstone(stone('a'));
      for (const _time of ['once', 'again']) await store.forget('a', ['order-a']);
      expect(await store.find(['a1', 'a2'])).to.deep.equal([]);
    });

    it('leaves pages and feeds going on, from every place that they ever gave out', async () => {
      const whole = await store.page(undefined, 10);
      await store.keepTombstone(stone('a'));
      await store.forget('a', ['order-a']);
      expect(idsIn(await store.page(undefined, 10))).to.deep.equal(['b1', 'b2']);
      expect(idsIn(await store.page(whole.commits[0]?.position, 1))).to.deep.equal(['b1']);
      expect(idsIn(await store.page(whole.commits[2]?.position, 10))).to.deep.equal(['b2']);
      const followed: string[] = [];
      const feed = await store.follow(undefined, (page) =>
        Promise.resolve(void followed.push(...idsIn(page))),
      );
      await feed.caughtUp;
      expect(followed).to.deep.equal(['b1', 'b2']);
      await feed.close();
    });
  });
};
