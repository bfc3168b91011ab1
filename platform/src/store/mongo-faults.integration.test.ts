// What only a real MongoDB can do wrong: lost answers, documents it will not take, collections that vanish.
import { expect } from 'chai';
import type { Db } from 'mongodb';
import type { CommitStore, Feed, Position } from './store.ts';
import { eventually } from '../time/eventually.ts';
import { tcpProxy } from '../testing/tcp-proxy.ts';
import type { TcpProxy } from '../testing/tcp-proxy.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { testMongoUrl } from '../testing/test-servers.ts';
import type { Commit, Input } from './commit.ts';
import { commitOf, input } from './fixtures.ts';
import type { MongoSettings } from './mongo-connection.ts';
import { feedError } from './mongo-feed-errors.ts';
import { insertionsBehind } from './mongo-insertions.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { mongoStore } from './mongo-store.ts';

const { connect, cleanUp } = testDatabases();

/** What was opened, so that it is closed after the test: a store goes on writing down the order of commits until then. */
const stores: CommitStore[] = [];
const openOn = async (db: Db): Promise<CommitStore> => {
  const store = await mongoStore(db);
  stores.push(store);
  return store;
};

const open = async (settings: Partial<MongoSettings> = {}) => {
  const { db } = await connect(settings);
  return { db, store: await openOn(db) };
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What the log says behind a position: an answer, or the code of an error. */
const answerBehind = async (db: Db, position: Position): Promise<unknown> => {
  try {
    const insertions = insertionsBehind(db, db.collection<StoredCommit>('commits'), position, 10);
    await insertions.next(2).finally(insertions.close);
    return 'an answer';
  } catch (error) {
    return Reflect.get(feedError(error) as Error, 'code');
  }
};

describe('MongoDB going wrong', () => {
  let proxy: TcpProxy | undefined;
  const feeds: Feed[] = [];
  afterEach(async () => {
    await Promise.all(feeds.splice(0).map((feed) => feed.close()));
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await proxy?.stop();
    proxy = undefined;
    await cleanUp();
  });

  /** A store behind a proxy, and the same data seen directly. */
  const behindProxy = async () => {
    const started = await tcpProxy(testMongoUrl());
    proxy = started;
    const direct = await connect();
    const url = new URL(started.url);
    url.search = '?directConnection=true';
    const { db } = await connect({
      url: url.href,
      database: direct.db.databaseName,
      socketTimeoutMS: 300,
      serverSelectionTimeoutMS: 1000,
    });
    return { proxy: started, store: await openOn(db), direct: await openOn(direct.db) };
  };

  // @covers F-52 R-32
  it('calls an insert whose answer is lost unknown; the documents may be there, and the same batch can be sent again', async () => {
    const { proxy: network, store, direct } = await behindProxy();
    const batch = [commitOf('a', { writes: [['stock-a', 1]] }), commitOf('b')];
    // Connections enough: the store may be writing down the order of commits on one of them.
    await Promise.all([1, 2, 3, 4].map(() => store.find(['a'])));
    network.shape({ answers: { held: true } });
    network.refuse(true); // or the driver's own retry would get an answer
    expect(await store.insertOrdered(batch)).to.have.property('status', 'unknown');
    await eventually(async () => expect(await direct.find(['a', 'b'])).to.have.length(2));
    network.cut();
    network.shape({});
    network.refuse(false);
    const refused = { status: 'failed', at: 0, reason: 'duplicate' };
    await eventually(async () => expect(await store.insertOrdered(batch)).to.deep.include(refused));
  });
  it('calls an insert unknown when the server is away', async () => {
    const { proxy: network, store } = await behindProxy();
    await network.stop();
    expect(await store.insertOrdered([commitOf('a')])).to.have.property('status', 'unknown');
  });
  it('rejects every other call with STORE_UNAVAILABLE when the server is away', async () => {
    const { proxy: network, store } = await behindProxy();
    await network.stop();
    const calls = [store.find(['a']), store.load('s', 0), store.claimDue(1, 1), store.pending(), store.now()];
    for (const error of await Promise.all(calls.map(failure)))
      expect(error).to.include({ code: 'STORE_UNAVAILABLE' });
  });
  it('ends a feed as transient when the connection is lost', async () => {
    const { proxy: network, store } = await behindProxy();
    const feed = await store.follow(undefined, () => Promise.resolve());
    network.cut();
    await network.stop();
    expect(await failure(feed.ended)).to.include({ name: 'TransientError' });
  });

  // @covers R-31
  it('refuses a document that a validator refuses, and only that one', async () => {
    const { store } = await open();
    const batch = [commitOf('a'), commitOf('b', { lamport: -1 }), commitOf('c')];
    expect(await store.insertOrdered(batch)).to.deep.include({ status: 'failed', at: 1, reason: 'rejected' });
    expect((await store.find(['a', 'b', 'c'])).map(({ _id }) => _id)).to.deep.equal(['a']);
  });
  it('takes no document that does not say what it was decided on', async () => {
    const { store } = await open();
    const { random: _, ...incomplete } = input();
    const result = await store.insertOrdered([commitOf('a', { input: incomplete as Input })]);
    expect(result).to.have.property('reason', 'rejected');
  });
  it('marks and claims a commit as it is, also one that it would not take any more', async () => {
    const { db, store } = await open();
    const old = commitOf('a', { messages: 1, pendingAt: 1, lamport: -1 });
    await db.collection<Commit>('commits').insertOne(old, { bypassDocumentValidation: true });
    expect((await store.claimDue(1, 1_000)).map(({ _id }) => _id)).to.deep.equal(['a']);
    await store.markSent([{ id: 'a', sent: [0] }]);
    await eventually(async () => expect((await store.find(['a']))[0]?.sent).to.deep.equal([0]));
  });
  it('is not opened on commits of an older version, and says what to do', async () => {
    const { db } = await connect();
    const { input: _, ...older } = { ...commitOf('a'), cause: 'PlaceOrder' };
    await db.collection<{ _id: string }>('commits').insertOne(older);
    const error = await failure(mongoStore(db));
    expect(error).to.include({ name: 'PermanentError', code: 'MONGO_HISTORY_OLDER' });
    expect((error as Error).message).to.include('Start with an empty database');
    expect(await db.collection('commits').findOne({}), 'it was changed').to.have.property('cause');
  });
  // @covers R-30
  it('takes no number that JavaScript cannot hold exactly', async () => {
    const { store } = await open();
    for (const at of [1.5, 2 ** 53, Number.NaN]) {
      const result = await store.insertOrdered([commitOf('a', { at })]);
      expect(result, String(at)).to.have.property('reason', 'rejected');
    }
  });
  it('refuses a document that is too large, and only that one', async () => {
    const { store } = await open();
    const tooLarge = commitOf('b', { correlationId: 'x'.repeat(17 * 1024 * 1024) });
    const result = await store.insertOrdered([commitOf('a'), tooLarge, commitOf('c')]);
    expect(result).to.deep.include({ status: 'failed', at: 1, reason: 'rejected' });
    expect((await store.find(['a', 'b', 'c'])).map(({ _id }) => _id)).to.deep.equal(['a']);
  });

  it('ends a feed when the collection is dropped', async () => {
    const { db, store } = await open();
    const seen: string[] = [];
    const feed = await store.follow(undefined, ({ commits }) => {
      seen.push(...commits.map(({ commit }) => commit._id));
      return Promise.resolve();
    });
    feeds.push(feed);
    await store.insertOrdered([commitOf('a')]);
    await eventually(() => expect(seen).to.include('a'));
    await db.collection('commits').drop();
    expect(await failure(feed.ended)).to.include({ code: 'FEED_ENDED' });
  });
  /** The position of the feed behind each commit that came while it followed. */
  const positionsOf = async (store: CommitStore, ...commits: Commit[]): Promise<readonly Position[]> => {
    const positions: Position[] = [];
    const feed = await store.follow(undefined, ({ commits: page }) => {
      positions.push(...page.map(({ position }) => position));
      return Promise.resolve();
    });
    feeds.push(feed);
    await feed.caughtUp;
    await store.insertOrdered(commits);
    await eventually(() => expect(positions).to.have.length(commits.length));
    return positions;
  };
  it('says FEED_LOST for a position of a collection that is gone', async () => {
    const { db, store } = await open();
    const [position] = await positionsOf(store, commitOf('a'));
    const unreadable = await store.follow('ABCD', () => Promise.resolve());
    expect(await failure(unreadable.ended)).to.include({ code: 'FEED_LOST' });
    await db.collection('commits').drop();
    const again = await openOn(db);
    const feed = await again.follow(position, () => Promise.resolve());
    feeds.push(feed);
    await again.insertOrdered([commitOf('b')]);
    expect(await failure(feed.ended))
      .to.have.property('code')
      .that.is.oneOf(['FEED_LOST', 'FEED_ENDED']);
  });
  it('takes a position in which one digit is another for lost, or for another position, never for a database that is away', async () => {
    const { db, store } = await open();
    const [position = ''] = await positionsOf(store, commitOf('http:place-order:ada:a'), commitOf('b'));
    const changed = Array.from(position).flatMap((digit, n) =>
      ['0', '7', 'F']
        .filter((other) => other !== digit)
        .map((other) => `${position.slice(0, n)}${other}${position.slice(n + 1)}`),
    );
    const odd = [position.slice(0, -1), position.slice(0, -2), `${position}AB`, 'F'.repeat(100)];
    const codes = new Set<unknown>();
    for (const each of [...changed, ...odd]) codes.add(await answerBehind(db, each));
    expect([...codes]).to.have.members(['FEED_LOST', 'an answer']);
  });

  it('finds what is due through the partial index', async () => {
    const { db, store } = await open();
    await store.insertOrdered([commitOf('a', { messages: 1, pendingAt: 1 })]);
    const due = { pendingAt: { $exists: true }, $expr: { $lte: ['$pendingAt', { $toLong: '$$NOW' }] } };
    const plan = await db.collection('commits').find(due).sort({ pendingAt: 1 }).explain('queryPlanner');
    expect(JSON.stringify(plan)).to.include('"indexName":"pending"').and.not.include('COLLSCAN');
  });
});
