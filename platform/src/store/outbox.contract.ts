// What every commit store must do for relays and sweepers, run on each adapter.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { commitOf, entry } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore } from './store.ts';

export const outboxContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`outbox: ${name}`, () => {
    const HOUR = 3_600_000;
    let store: CommitStore;
    let another: StoreUnderTest['another'];
    let now: number;
    beforeEach(async () => {
      ({ store, another } = await make());
      now = await store.now();
    });
    const insert = (id: string, pendingAt: number) =>
      store.insertOrdered([commitOf(id, { messages: 2, pendingAt })]);
    const outboxOf = async (id: string) => {
      const commit = (await store.find([id]))[0];
      return { sent: commit?.sent, pendingAt: commit?.pendingAt };
    };
    const claimed = async (limit: number, leaseMs = HOUR) =>
      (await store.claimDue(limit, leaseMs)).map(({ _id }) => _id);

    // Marks are lazy: a majority read may see them a moment later.
    const becomes = (id: string, outbox: { sent: number[]; pendingAt: number | undefined }) =>
      eventually(async () => expect(await outboxOf(id)).to.deep.equal(outbox));

    it('marks what is done, and forgets the rest only when all is done', async () => {
      await insert('a', now);
      await store.markSent([{ id: 'a', sent: [1], pendingAt: now + HOUR }]);
      await becomes('a', { sent: [1], pendingAt: now + HOUR });
      await store.markSent([{ id: 'a', sent: [0, 1] }]);
      await becomes('a', { sent: [0, 1], pendingAt: undefined });
    });
    it('never un-marks: what two relays did adds up', async () => {
      await insert('a', now);
      await insert('b', now);
      await store.markSent([
        { id: 'a', sent: [0, 1] },
        { id: 'b', sent: [1], pendingAt: now },
      ]);
      await store.markSent([
        { id: 'b', sent: [0], pendingAt: now },
        { id: 'a', sent: [], pendingAt: now },
      ]);
      await becomes('b', { sent: [0, 1], pendingAt: undefined });
      await becomes('a', { sent: [0, 1], pendingAt: undefined });
    });
    it('marks nothing without marks, and ignores an unknown commit', async () => {
      await store.markSent([]);
      await store.markSent([{ id: 'nobody', sent: [0] }]);
      expect(await store.find(['nobody'])).to.deep.equal([]);
    });
    it('gives what is due by the clock of the database, oldest first, at most as many as asked', async () => {
      await insert('young', now - 1000);
      await insert('old', now - 3000);
      await insert('middle', now - 2000);
      await insert('later', now + HOUR);
      expect(await claimed(2)).to.deep.equal(['old', 'middle']);
      expect(await claimed(5)).to.deep.equal(['young']);
      expect(await claimed(5)).to.deep.equal([]);
    });
    it('leases what it gives: until then nobody else gets it', async () => {
      await insert('a', now - 1000);
      const [commit] = await store.claimDue(1, 100);
      expect(commit?.pendingAt).to.be.within(now + 100, now + 5000);
      expect(commit).to.not.have.property('claim');
      await eventually(async () => expect(await claimed(1)).to.deep.equal(['a']));
    });
    // @mutation The messages: the condition of a sweeper's claim: still due (_database_) [none: what is sent twice is answered by inbox and barrier]
    it('never gives one commit to two claimers', async () => {
      const ids = Array.from({ length: 40 }, (_, n) => `c${String(n).padStart(2, '0')}`);
      await store.insertOrdered(ids.map((_id) => commitOf(_id, { messages: 1, pendingAt: now - 1000 })));
      const other = await another();
      const got: string[] = [];
      // Each claimer goes on as soon as it has got something, so that they meet at every stage of a claim.
      const claimAll = async (instance: CommitStore): Promise<void> => {
        got.push(...(await instance.claimDue(3, HOUR)).map(({ _id }) => _id));
        if (got.length < ids.length) await claimAll(instance);
      };
      await Promise.all([store, other, store, other].map(claimAll));
      expect(got.sort()).to.deep.equal(ids);
    });
    it('tells how many are pending, and for how long the oldest waits', async () => {
      expect(await store.pending()).to.deep.equal({ count: 0, waitedMs: 0 });
      await store.insertOrdered([
        commitOf('young', { messages: 2, at: now - 2_000, pendingAt: now - 1_000 }),
        commitOf('old', { messages: 2, at: now - 5_000, pendingAt: now - 1_000 }),
        commitOf('done', { messages: 1, sent: [0], at: now - 9_000, pendingAt: now - 1_000 }),
      ]);
      const { count, waitedMs } = await store.pending();
      expect(count).to.equal(2);
      expect(waitedMs).to.be.within(5_000, 8_000);
      await store.claimDue(5, HOUR);
      expect((await store.pending()).waitedMs, 'a claim makes nothing younger').to.be.at.least(5_000);
    });
    it('counts a message of a commit that is dated a little ahead of its own clock', async () => {
      await store.insertOrdered([
        commitOf('ahead', { messages: 1, at: now + HOUR, pendingAt: now + 2 * HOUR }),
      ]);
      expect(await store.pending()).to.deep.equal({ count: 1, waitedMs: 0 });
    });
    it('counts no timer as pending that is not due', async () => {
      const timer = (notBefore: number) => ({ outbox: [{ ...entry('t'), notBefore }], at: now - 60_000 });
      await store.insertOrdered([commitOf('later', { ...timer(now + HOUR), pendingAt: now + HOUR })]);
      expect(await store.pending()).to.deep.equal({ count: 0, waitedMs: 0 });
      await store.insertOrdered([commitOf('due', { ...timer(now - 3_000), pendingAt: now - 3_000 })]);
      const { count, waitedMs } = await store.pending();
      expect(count).to.equal(1);
      expect(waitedMs).to.be.within(3_000, 6_000);
    });
  });
};
