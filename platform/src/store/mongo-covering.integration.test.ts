// What is pending of commits that are covered by another one, whatever ends the process that covered them.
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Db, Filter, FindOptions } from 'mongodb';
import { testDatabases } from '../testing/test-databases.ts';
import { eventually } from '../time/eventually.ts';
import { commitOf, entry } from './fixtures.ts';
import { withOutboxState } from './mongo-covering.ts';
import { groupOutboxes } from './mongo-grouping.ts';
import { openCovers } from './mongo-open-covers.ts';
import { mongoOutbox } from './mongo-outbox.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { mongoStore } from './mongo-store.ts';
import type { CommitStore } from './store.ts';

const { connect, cleanUp } = testDatabases();
const HOUR = 3_600_000;
const IDS = ['a', 'b', 'c', 'd', 'e'];

describe('commits that another one covers', () => {
  const stores: CommitStore[] = [];
  let db: Db;
  let store: CommitStore;
  let now: number;
  const open = async () => {
    const opened = await mongoStore(db);
    stores.push(opened);
    return opened;
  };
  beforeEach(async () => {
    ({ db } = await connect());
    store = await open();
    now = await store.now();
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((one) => one.close()));
    await cleanUp();
  });

  const batch = (pendingAt: number, ids: readonly string[] = IDS) =>
    ids.map((id, n) => commitOf(id, { messages: 2, writes: [['s', n + 1]], at: now - 1_000, pendingAt }));
  const stored = async (id: string) => db.collection<StoredCommit>('commits').findOne({ _id: id });
  const outboxes = async (ids: readonly string[] = IDS, of = store) => {
    const found = new Map((await of.find(ids)).map((one) => [one._id, one]));
    return ids.map((id) => [found.get(id)?.sent, found.get(id)?.pendingAt]);
  };
  const claimed = async (by: CommitStore, limit = 10) =>
    (await by.claimDue(limit, HOUR)).map(({ _id, sent }) => `${_id}:${sent.join()}`);
  const whole = (id: string) => ({ id, sent: [0, 1] });
  const all = <T>(value: T) => IDS.map(() => value);

  it('are pending as the first one is, and done when all are', async () => {
    const pendingAt = now + HOUR;
    await store.insertOrdered(batch(pendingAt));
    expect(await stored('b'), 'b has no state of its own').to.not.have.any.keys('sent', 'pendingAt');
    expect(await outboxes()).to.deep.equal(all([[], pendingAt]));
    await store.markSent(['a', 'c', 'd', 'e'].map(whole));
    expect(await outboxes()).to.deep.equal(all([[], pendingAt]));
    await store.markSent([whole('b')]);
    await eventually(async () => expect(await outboxes()).to.deep.equal(all([[0, 1], undefined])));
    expect(await stored('a')).to.not.have.any.keys('covers', 'pendingAt');
    expect(await stored('b'), 'b was never touched').to.not.have.any.keys('sent', 'pendingAt');
  });
  it('are shown alike wherever they are read', async () => {
    const pendingAt = now + HOUR;
    await store.insertOrdered(batch(pendingAt));
    const read = async () => [
      ...(await store.page(undefined, 10)).commits.map(({ commit }) => commit),
      ...(await store.correlated('o1', undefined, 10)),
      ...(await (await open()).find(IDS)),
    ];
    const before = await read();
    expect(before).to.have.length(15);
    for (const one of before) {
      expect(one).to.include({ pendingAt }).and.deep.include({ sent: [] });
      expect(one).to.not.have.any.keys('covers', 'missing', 'claim');
    }
    await store.markSent(IDS.map(whole));
    await eventually(async () => {
      for (const one of await read()) {
        expect(one.sent).to.deep.equal([0, 1]);
        expect(one).to.not.have.property('pendingAt');
      }
    });
  });
  // @mutation The messages: what the sweeper does for commits that another one covers (_database_) [none: there is no such thing in memory]
  it('are claimed one by one by whoever comes when they are due, and then have states of their own', async () => {
    await store.insertOrdered(batch(now - 1));
    await store.markSent([whole('b')]);
    const other = await open();
    expect(await claimed(other, 2)).to.deep.equal(['a:', 'b:']);
    expect(await claimed(other)).to.deep.equal(['c:', 'd:', 'e:']);
    expect(await claimed(other)).to.deep.equal([]);
    expect(await stored('a')).to.not.have.property('covers');
    await other.markSent([whole('c'), { id: 'd', sent: [0], pendingAt: now + 7 }]);
    await eventually(async () => {
      const [, , c, d] = await outboxes();
      expect([c, d]).to.deep.equal([
        [[0, 1], undefined],
        [[0], now + 7],
      ]);
    });
  });
  // @mutation The messages: the second look at commits that nothing covers: uncovered since they were read (_database_) [none: it is milliseconds wide]
  it('are pending also where they were uncovered while somebody read them', async () => {
    await store.insertOrdered(batch(now - 1));
    const commits = db.collection<StoredCommit>('commits');
    const read = await commits.find({ _id: 'b' }).toArray();
    await (await open()).claimDue(1, HOUR);
    const [shown] = await withOutboxState(commits, read);
    expect(shown).to.deep.include({ sent: [] }).and.have.property('pendingAt');
  });
  it('are claimed by the process itself without those that it knows to be done', async () => {
    await store.insertOrdered(batch(now - 1));
    await store.markSent(['b', 'd'].map(whole));
    expect(await claimed(store)).to.deep.equal(['a:', 'c:', 'e:']);
    expect((await outboxes(['b', 'd'])).map(([sent]) => sent)).to.deep.equal([
      [0, 1],
      [0, 1],
    ]);
  });
  // @mutation The messages: what a sweeper knows of the commit that covers the others of a group (_database_) [none: there is no such thing in memory]
  it('are claimed without the one that covers them, if that is known to be done', async () => {
    await store.insertOrdered(batch(now - 1));
    await store.markSent(['a', 'b', 'd'].map(whole));
    expect(await claimed(store)).to.deep.equal(['c:', 'e:']);
    expect(await outboxes(['a'])).to.deep.equal([[[0, 1], undefined]]);
    const later = now + 2 * HOUR;
    const ids = ['v', 'w', 'x'];
    await store.insertOrdered(
      batch(now - 1, ids).map((one) => ({ ...one, writes: [`${one._id}@000000000001`] })),
    );
    await store.markSent([{ id: 'v', sent: [1], pendingAt: later }]);
    expect(await claimed(store)).to.deep.equal(['w:', 'x:']);
    expect(await outboxes(['v'])).to.deep.equal([[[1], later]]);
  });
  it('are claimed by nobody while the process knows that all are done, though that is not written yet', async () => {
    const commits = db.collection<StoredCommit>('commits');
    const covers = openCovers();
    const outbox = (of: typeof commits) => mongoOutbox({ commits: of, covers, unique: randomUUID });
    const away = Object.assign(Object.create(commits) as typeof commits, {
      bulkWrite: () => Promise.reject(new Error('away')),
    });
    await commits.insertMany([...groupOutboxes(batch(now - 1)).documents]);
    covers.add(batch(now - 1));
    const marked = await outbox(away).markSent(IDS.map(whole)).catch(String);
    expect(marked).to.include('away');
    expect(await outbox(commits).claimDue(10, HOUR)).to.deep.equal([]);
    expect(await outboxes()).to.deep.equal(all([[0, 1], undefined]));
  });
  it('are claimed by nobody once all are done, however soon they are looked for', async () => {
    const commits = db.collection<StoredCommit>('commits');
    const covers = openCovers();
    const outbox = (of: typeof commits) => mongoOutbox({ commits: of, covers, unique: randomUUID });
    await commits.insertMany([...groupOutboxes(batch(now - 1)).documents]);
    covers.add(batch(now - 1));
    const left = IDS.map(whole);
    const slow = Object.assign(Object.create(commits) as typeof commits, {
      find: (query: Filter<StoredCommit>, options: FindOptions) => {
        const found = commits.find(query, options);
        const toArray = found.toArray.bind(found);
        if (!('$expr' in query)) return found;
        return Object.assign(found, {
          toArray: async () => {
            const read = await toArray();
            await outbox(commits).markSent(left.splice(0));
            return read;
          },
        });
      },
    });
    expect(await outbox(slow).claimDue(10, HOUR), 'they are done since they were read').to.deep.equal([]);
    expect(await outboxes()).to.deep.equal(all([[0, 1], undefined]));
  });
  it('keep their cover until what is left of each is written down', async () => {
    const later = now + 2 * HOUR;
    await store.insertOrdered(batch(now + HOUR));
    await store.markSent([whole('a'), whole('b'), whole('c'), { id: 'd', sent: [0], pendingAt: later }]);
    await eventually(async () => expect((await outboxes(['d']))[0]).to.deep.equal([[0], later]));
    expect(await stored('a')).to.have.property('covers');
    await store.markSent([{ id: 'e', sent: [], pendingAt: later }]);
    await eventually(async () => expect(await stored('a')).to.not.have.property('covers'));
    expect(await outboxes()).to.deep.equal([
      ...Array<unknown>(3).fill([[0, 1], undefined]),
      [[0], later],
      [[], later],
    ]);
    await store.markSent([whole('d'), whole('e')]);
    await eventually(async () => expect(await outboxes()).to.deep.equal(all([[0, 1], undefined])));
  });
  it('keep their cover when only what covers them is not done', async () => {
    const later = now + 2 * HOUR;
    await store.insertOrdered(batch(now + HOUR));
    await store.markSent([{ id: 'a', sent: [1], pendingAt: later }]);
    expect(await stored('a'))
      .to.deep.include({ sent: [] })
      .and.have.property('covers');
    await store.markSent(['b', 'c', 'd', 'e'].map(whole));
    await eventually(async () => expect((await outboxes(['a']))[0]).to.deep.equal([[1], later]));
    expect(await stored('a')).to.not.have.property('covers');
  });
  // @mutation The messages: the condition of a mark: its commit covers nothing that the process does not know (_database_) [none: there is no such thing in memory]
  it('are not uncovered by a mark of who does not know of them', async () => {
    await store.insertOrdered(batch(now - 1));
    const other = await open();
    await other.markSent([whole('a'), whole('b'), { id: 'a', sent: [1], pendingAt: now + HOUR }]);
    await eventually(async () => expect((await outboxes(['b']))[0]?.[0]).to.deep.equal([0, 1]));
    expect(await claimed(other)).to.deep.equal(['a:', 'c:', 'd:', 'e:']);
  });
  it('stay covered while they are not there, and are due once they come', async () => {
    const documents = db.collection<StoredCommit>('commits');
    await store.insertOrdered(batch(now - 1));
    const late = await documents.findOneAndDelete({ _id: 'c' });
    const other = await open();
    const claim = async () => (await other.claimDue(10, 200)).map(({ _id }) => _id);
    expect(await claim(), 'what covers it does not wait for it').to.deep.equal(['a', 'b', 'd', 'e']);
    await other.markSent([whole('a')]);
    if (late) await documents.insertOne(late);
    expect((await outboxes(['c'], other))[0]?.[0], 'it is still covered').to.deep.equal([]);
    const found: string[] = [];
    await eventually(async () => {
      found.push(...(await claim()));
      expect(found).to.include('c');
    });
    expect(await stored('a')).to.not.have.any.keys('covers', 'missing');
  });
  it('are given up an hour after they were first missed, however old they are', async () => {
    const documents = db.collection<StoredCommit>('commits');
    await store.insertOrdered(batch(now - 1).map((one) => ({ ...one, at: now - 2 * HOUR })));
    await documents.deleteOne({ _id: 'c' });
    const other = await open();
    await other.claimDue(1, 1);
    const { missing, missingUntil } = (await stored('a')) ?? {};
    expect(missing).to.deep.equal(['c']);
    expect(missingUntil).to.be.within(now + HOUR, now + HOUR + 5_000);
    await documents.updateOne({ _id: 'a' }, { $set: { missingUntil: now + HOUR / 2 } });
    await other.claimDue(1, 1);
    expect(await stored('a'), 'nobody makes it longer').to.include({ missingUntil: now + HOUR / 2 });
    await documents.updateOne({ _id: 'a' }, { $set: { missingUntil: now - 1 } });
    await eventually(async () => {
      await other.claimDue(1, 1);
      expect(await stored('a')).to.not.have.any.keys('covers', 'missing', 'missingUntil');
    });
  });
  it('keep what covers them from being forgotten, also while they are missing', async () => {
    await store.insertOrdered(batch(now - 1).map((one) => ({ ...one, correlationId: one._id })));
    const stone = { endedAt: 1, forgottenAt: 2, commits: 1, requests: [] };
    await store.keepTombstone({ correlationId: 'a', ...stone });
    expect(await store.forget('a', [])).to.equal(false);
    await db.collection<StoredCommit>('commits').deleteOne({ _id: 'c' });
    const other = await open();
    await other.claimDue(1, HOUR);
    await other.markSent([whole('a')]);
    expect(await stored('a')).to.deep.include({ missing: ['c'] });
    expect(await store.forget('a', [])).to.equal(false);
    expect(await stored('a')).to.include({ _id: 'a' });
  });
  it('are marked by the process that claims them, also where it covered them before', async () => {
    await store.insertOrdered(batch(now - 1));
    await store.markSent([whole('b')]);
    const other = await open();
    expect(await other.claimDue(10, 1)).to.have.length(5);
    await other.markSent(['c', 'd', 'e'].map(whole));
    await eventually(async () => expect(await claimed(store)).to.deep.equal(['a:', 'b:']));
    await store.markSent([whole('a'), whole('b')]);
    await eventually(async () => expect(await outboxes()).to.deep.equal(all([[0, 1], undefined])));
  });
  it('are marked one by one where nobody heard that they are durable', async () => {
    await store.insertOrdered(batch(now - 1));
    const other = await open();
    const group = batch(now - 1, ['a', 'x', 'y', 'z']).map((one) => ({
      ...one,
      writes: [`${one._id}@000000000001`],
    }));
    expect(await other.insertOrdered(group)).to.deep.include({ status: 'failed', at: 0 });
    await other.markSent(['a', 'b'].map(whole));
    await eventually(async () => expect((await outboxes(['b']))[0]?.[0]).to.deep.equal([0, 1]));
    expect(await claimed(other)).to.deep.equal(['a:', 'c:', 'd:', 'e:']);
  });
  it('are done beside others that have as many messages', async () => {
    await store.insertOrdered([
      ...batch(now + HOUR),
      commitOf('x', { messages: 2, pendingAt: now + 2 * HOUR }),
    ]);
    await store.markSent([...IDS, 'x'].map(whole));
    await eventually(async () =>
      expect(await outboxes([...IDS, 'x'])).to.deep.equal([...all([[0, 1], undefined]), [[0, 1], undefined]]),
    );
    expect(await stored('a')).to.not.have.property('covers');
  });
  it('fire a timer of the one that covers them in time', async () => {
    const soon = now + 300;
    await store.insertOrdered(batch(now + 60_400));
    await store.markSent([{ id: 'a', sent: [0], pendingAt: soon }, whole('b')]);
    await eventually(async () => expect(await claimed(store)).to.deep.equal(['a:0', 'c:', 'd:', 'e:']));
  });
  it('are forgotten in memory once other processes have taken their covers away', async () => {
    const commits = db.collection<StoredCommit>('commits');
    const covers = openCovers(1);
    const outbox = mongoOutbox({ commits, covers, unique: randomUUID });
    covers.add(batch(now - 1));
    expect(covers.hasRoom()).to.equal(false);
    await outbox.claimDue(1, HOUR);
    expect(covers.hasRoom()).to.equal(true);
  });
  it('are those before the one that was refused, and what covers them is done with them', async () => {
    await store.insertOrdered([commitOf('taken', { writes: [['s', 4]] })]);
    const result = await store.insertOrdered(batch(now + HOUR));
    expect(result).to.deep.include({ status: 'failed', at: 3, reason: 'duplicate' });
    await store.markSent(['a', 'b', 'c'].map(whole));
    await eventually(async () => expect(await stored('a')).to.not.have.any.keys('covers', 'pendingAt'));
  });
  it('count as pending, each of them, as long as the oldest has waited', async () => {
    await store.insertOrdered(batch(now + HOUR));
    const { count, waitedMs } = await store.pending();
    expect(count).to.equal(5);
    expect(waitedMs).to.be.within(1_000, 5_000);
    await store.markSent(IDS.map(whole));
    await eventually(async () => expect(await store.pending()).to.deep.equal({ count: 0, waitedMs: 0 }));
  });
  it('are found by an index of what covers others alone', async () => {
    await store.insertOrdered([
      ...batch(now + HOUR),
      commitOf('x', { outbox: [{ ...entry('t'), notBefore: now + HOUR }], pendingAt: now + HOUR }),
    ]);
    const stats = await db
      .collection('commits')
      .aggregate<{ name: string; accesses: { ops: number } }>([{ $indexStats: {} }])
      .toArray();
    const before = stats.find(({ name }) => name === 'covering')?.accesses.ops;
    await db.command({ profile: 2 });
    await store.find(['b']);
    await db.command({ profile: 0 });
    const reads = await db.collection('system.profile').find({ 'command.hint': 'covering' }).toArray();
    expect(before).to.equal(0);
    expect(reads).to.have.length(1);
    expect(reads[0]).to.include({ docsExamined: 1, keysExamined: 1 });
  });
});
