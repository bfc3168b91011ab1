// The order of commits is written down once, whoever writes it, whatever breaks meanwhile, and also without the log.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Db } from 'mongodb';
import { testDatabases } from '../testing/test-databases.ts';
import { eventually } from '../time/eventually.ts';
import type { Commit } from './commit.ts';
import { commitOf } from './fixtures.ts';
import { mongoOrder } from './mongo-order.ts';
import type { MongoOrder, OrderPage } from './mongo-order.ts';
import { orderRecorder } from './mongo-order-recorder.ts';
import { prepareCommits } from './mongo-schema.ts';
import { mongoStore } from './mongo-store.ts';
import type { CommitStore, Position } from './store.ts';

const { connect, cleanUp } = testDatabases();
const stores: CommitStore[] = [];

const open = async (db: Db): Promise<CommitStore> => {
  const store = await mongoStore(db);
  stores.push(store);
  return store;
};
const readAll = async (store: CommitStore, limit = 100): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after: Position | undefined; ;) {
    const { commits } = await store.page(after, limit);
    ids.push(...commits.map(({ commit }) => commit._id));
    if (commits.length < limit) return ids;
    after = commits.at(-1)?.position;
  }
};
const pagesOf = (db: Db) => db.collection<OrderPage>('order').find().sort({ _id: 1 }).toArray();
const inserted = async (store: CommitStore, commits: readonly Commit[]) => {
  expect(await store.insertOrdered(commits)).to.deep.equal({ status: 'inserted' });
};
/** A commit whose lamport says how many come before it in its chain. */
const link = (chain: string, n: number): Commit =>
  commitOf(`${chain}-${String(n).padStart(4, '0')}`, { lamport: n, writes: [[`tally-${chain}`, n]] });
const links = (chain: string, from: number, to: number): readonly Commit[] =>
  Array.from({ length: to - from }, (_, n) => link(chain, from + n));

/** Each commit once, and each chain forwards. */
const expectWhole = (ids: readonly string[], chains: Readonly<Record<string, number>>): void => {
  for (const [chain, length] of Object.entries(chains))
    expect(ids.filter((id) => id.startsWith(`${chain}-`))).to.deep.equal(
      links(chain, 1, length + 1).map(({ _id }) => _id),
    );
  expect(ids).to.have.length(Object.values(chains).reduce((sum, length) => sum + length, 0));
};

/** The log no longer reaches back to where the order ends. */
const loseLog = async (db: Db): Promise<void> => {
  const last = (await pagesOf(db)).at(-1);
  const lost = { $set: { position: 'ABCD' } };
  await db.collection<{ _id: string }>('positions').updateOne({ _id: 'order' }, lost);
  if (last) await db.collection<OrderPage>('order').updateOne({ _id: last._id }, lost);
};

/** Two processes that write down the order of one database, each when it is told to. */
const recorders = async (change: (order: MongoOrder) => MongoOrder = (order) => order) => {
  const { db } = await connect();
  return { db, ...(await recordersOn(db, change)) };
};
const recordersOn = async (db: Db, change: (order: MongoOrder) => MongoOrder = (order) => order) => {
  const commits = await prepareCommits(db);
  const order = await mongoOrder(db);
  const make = (its: MongoOrder) => orderRecorder({ db, commits, order: its });
  const write = (batch: readonly Commit[]) => commits.insertMany([...batch]);
  const [changed, other] = [make(change(order)), make(order)];
  await complete(other);
  return { write, changed, other };
};
const complete = async ({ record }: { readonly record: () => Promise<boolean> }): Promise<void> => {
  while (!(await record()));
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => String(error),
  );
/** How many cursors stand in the log for this database. */
const changeStreamsOn = async (db: Db): Promise<number> => {
  const { cursor } = await db.client.db('admin').command({
    aggregate: 1,
    pipeline: [{ $currentOp: { idleCursors: true } }, { $match: { ns: `${db.databaseName}.commits` } }],
    cursor: {},
  });
  return (cursor as { readonly firstBatch: readonly object[] }).firstBatch.filter((one) =>
    JSON.stringify(one).includes('$changeStream'),
  ).length;
};
const idsIn = async (db: Db): Promise<readonly string[]> => (await pagesOf(db)).flatMap(({ ids }) => ids);

describe('The order of commits on MongoDB', () => {
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await cleanUp();
  });

  it('is the same for all and complete, while several write it, read it and commit', async () => {
    const { db } = await connect();
    const [first, second] = [await open(db), await open(db)];
    const followed: string[] = [];
    const feed = await first.follow(undefined, ({ commits }) => {
      followed.push(...commits.map(({ commit }) => commit._id));
      return Promise.resolve();
    });
    let isWriting = true;
    const write = async (store: CommitStore, chain: string) => {
      for (let n = 1; n <= 300; n += 5) await inserted(store, links(chain, n, n + 5));
    };
    const seen: (readonly string[])[] = [];
    const read = async (store: CommitStore, limit: number) => {
      while (isWriting) seen.push(await readAll(store, limit));
    };
    const chains = { a: 300, b: 300, c: 300, d: 300 };
    const writing = Promise.all(
      Object.keys(chains).map((chain, n) => write(n % 2 === 0 ? first : second, chain)),
    );
    const reading = Promise.all([read(first, 7), read(second, 100)]);
    await writing.finally(() => {
      isWriting = false;
    });
    await reading;
    const all = await readAll(await open(db));
    expectWhole(all, chains);
    for (const before of seen) expect(all.slice(0, before.length)).to.deep.equal(before);
    await eventually(() => expect([...new Set(followed)]).to.deep.equal(all));
    await feed.close();
  });

  it('is written down by itself, soon after commits came', async () => {
    const { db } = await connect();
    await inserted(await open(db), links('a', 1, 4));
    await eventually(async () => expect(await idsIn(db)).to.have.length(3));
  });

  it('is written down from what a feed reads, without a second reading of the log', async () => {
    const { db } = await connect();
    const store = await open(db);
    await inserted(store, links('a', 1, 4));
    await readAll(store);
    const feed = await store.follow(undefined, () => Promise.resolve());
    await feed.caughtUp;
    await inserted(store, links('a', 4, 10));
    await eventually(async () => expect(await idsIn(db)).to.have.length(9)); // where the feed begins may be behind the end
    await inserted(store, links('a', 10, 310));
    await eventually(async () => expect(await idsIn(db)).to.have.length(309));
    expectWhole(await idsIn(db), { a: 309 });
    await eventually(async () => expect(await changeStreamsOn(db)).to.equal(1));
    await feed.close();
    await inserted(store, links('a', 310, 313));
    await eventually(async () => expect(await idsIn(db)).to.have.length(312));
    expectWhole(await readAll(store), { a: 312 });
  });

  it('is the same for a process that hears of commits and one that reads the log', async () => {
    const { db } = await connect();
    const [hearing, reading] = [await open(db), await open(db)];
    const feed = await hearing.follow(undefined, () => Promise.resolve());
    for (let n = 1; n <= 400; n += 20) {
      await inserted(n % 40 === 1 ? hearing : reading, links('a', n, n + 20));
      if (n % 100 === 1) await readAll(reading);
    }
    await eventually(async () => expect(await idsIn(db)).to.have.length(400));
    expectWhole(await readAll(hearing), { a: 400 });
    expectWhole(await readAll(reading), { a: 400 });
    await feed.close();
  });

  it('goes on where a process was killed between reading from the log and writing a page', async () => {
    const { db, write, changed, other } = await recorders((order) => ({
      ...order,
      append: () => Promise.reject(new Error('killed')),
    }));
    await write(links('a', 1, 301));
    expect(await failure(changed.record())).to.equal('Error: killed');
    await complete(other);
    expectWhole(await idsIn(db), { a: 300 });
  });

  it('takes what another process wrote for its own, also when it stood still before it wrote', async () => {
    const frozen = Promise.withResolvers<undefined>();
    const reached = Promise.withResolvers<undefined>();
    const { db, write, changed, other } = await recorders((order) => ({
      ...order,
      append: async (page) => {
        reached.resolve(undefined);
        await frozen.promise;
        return order.append(page);
      },
    }));
    await write(links('a', 1, 4));
    const late = changed.record();
    await reached.promise;
    await write(links('a', 4, 11));
    await complete(other);
    await write(links('a', 11, 251));
    frozen.resolve(undefined);
    await late;
    await complete(changed);
    await write(links('b', 1, 6));
    await complete(other);
    await complete(changed);
    expectWhole(await idsIn(db), { a: 250, b: 5 });
  });

  it('ends with the causes first where the log was lost, and what stood in it stays', async () => {
    const { db } = await connect();
    const before = await open(db);
    await inserted(before, links('z', 1, 4));
    const known = await readAll(before);
    await before.close();
    const commits = db.collection<Commit>('commits');
    await commits.insertMany([link('b', 2), link('a', 2), link('b', 1), link('a', 1), link('a', 3)]);
    await loseLog(db);
    const after = await open(db);
    const repaired = [...known, 'a-0001', 'b-0001', 'a-0002', 'b-0002', 'a-0003'];
    expect(await readAll(after)).to.deep.equal(repaired);
    await inserted(after, links('c', 1, 3));
    expect(await readAll(await open(db))).to.deep.equal([...repaired, 'c-0001', 'c-0002']);
  });

  it('goes on from now where the log was lost and nothing is missing', async () => {
    const { db } = await connect();
    const before = await open(db);
    await inserted(before, links('a', 1, 4));
    await readAll(before);
    await loseLog(db);
    await inserted(await open(db), links('b', 1, 3));
    expectWhole(await readAll(await open(db)), { a: 3, b: 2 });
    expect(await pagesOf(db)).to.have.length(2);
  });

  it('is repaired by several at once, while others commit', async () => {
    const { db } = await connect();
    const before = await open(db);
    await inserted(before, links('z', 1, 51));
    await readAll(before);
    await db.collection<Commit>('commits').insertMany([...links('a', 1, 701)]);
    await loseLog(db);
    const writing = (async () => {
      for (let n = 1; n <= 200; n += 10) await inserted(before, links('b', n, n + 10));
    })();
    const repairing = await Promise.all([open(db), open(db), open(db)]);
    await writing;
    const [first, ...others] = await Promise.all(repairing.map((store) => readAll(store)));
    for (const other of others) expect(other).to.deep.equal(first);
    expectWhole(first ?? [], { z: 50, a: 700, b: 200 });
  });

  it('is repaired again where a repair was broken off', async () => {
    let left = 2;
    const { db, write, changed, other } = await recorders((order) => ({
      ...order,
      append: (page) => ((left -= 1) < 0 ? Promise.reject(new Error('killed')) : order.append(page)),
    }));
    await write(links('a', 1, 701));
    await loseLog(db);
    expect(await failure(changed.record())).to.equal('Error: killed');
    expect(await pagesOf(db)).to.have.length(2);
    await write(links('b', 1, 3));
    await complete(other);
    expectWhole(await idsIn(db), { a: 700, b: 2 });
  });

  it('comes out of a repair by lamport and id, whatever was written down before', async () => {
    const commit = fc.record({ lamport: fc.integer({ min: 1, max: 5 }), early: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 30 }), async (all) => {
        const { db, write, other } = await recorders();
        const commits = all.map(({ lamport }, n) => commitOf(`c${String(n).padStart(2, '0')}`, { lamport }));
        const [early, late] = [true, false].map((is) => commits.filter((_, n) => all[n]?.early === is));
        if (early?.length) await write(early);
        await complete(other);
        if (late?.length) await write(late);
        await loseLog(db);
        await recordersOn(db);
        const byCause = (late ?? []).toSorted((a, b) => a.lamport - b.lamport || (a._id < b._id ? -1 : 1));
        expect(await idsIn(db)).to.deep.equal([...(early ?? []), ...byCause].map(({ _id }) => _id));
        await db.dropDatabase();
      }),
      { numRuns: 15 },
    );
  });

  it('is read through an index of what stands in it, and by the number of its pages', async () => {
    const { db } = await connect();
    const store = await open(db);
    await inserted(store, links('a', 1, 4));
    await readAll(store);
    const plans = [{ ids: { $in: ['a-0001'] } }, { _id: { $gte: 3 } }].map((query) =>
      db
        .collection<OrderPage>('order')
        .find(query as object)
        .explain('queryPlanner'),
    );
    for (const plan of await Promise.all(plans)) expect(JSON.stringify(plan)).not.to.include('COLLSCAN');
  });
});
