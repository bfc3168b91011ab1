// More wants the database at one moment than there are connections to it: everybody waits for a turn, and has it.
import { expect } from 'chai';
import { tallyOnMongo } from '../testing/tally-on-mongo.ts';
import { tcpProxy } from '../testing/tcp-proxy.ts';
import type { TcpProxy } from '../testing/tcp-proxy.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { testMongoUrl } from '../testing/test-servers.ts';
import { eventually } from '../time/eventually.ts';
import { commitOf } from './fixtures.ts';
import type { MongoConnection } from './mongo-connection.ts';
import { mongoStore } from './mongo-store.ts';

const { connect, cleanUp } = testDatabases();
const POOL = 2;

const narrow = (address: string): string => {
  const url = new URL(address);
  url.searchParams.set('maxPoolSize', String(POOL));
  return url.href;
};

/** How many connections there were, and how many had to wait for one at the same time. */
const watched = ({ client }: MongoConnection) => {
  const seen = { connections: 0, waiting: 0, mostWaiting: 0 };
  client.on('connectionCreated', () => (seen.connections += 1));
  client.on('connectionCheckOutStarted', () => {
    seen.waiting += 1;
    seen.mostWaiting = Math.max(seen.mostWaiting, seen.waiting);
  });
  for (const end of ['connectionCheckedOut', 'connectionCheckOutFailed'] as const)
    client.on(end, () => (seen.waiting -= 1));
  return seen;
};

describe('a pool of two connections', () => {
  let proxy: TcpProxy | undefined;
  afterEach(async () => {
    await proxy?.stop();
    proxy = undefined;
    await cleanUp();
  });

  // @covers F-56
  it('serves hundreds at once, one after the other: none is refused, nothing stands still', async () => {
    const connection = await connect({ url: narrow(testMongoUrl()) });
    const seen = watched(connection);
    const { crowd, store, views, observations, addsUp, stop } = await tallyOnMongo(connection);
    try {
      const writers = crowd(100);
      const reads = Array.from({ length: 100 }, (_each, n) => [
        store.load(`tally-t${n % 10}`, 0),
        store.find([`${n}.0`]),
        store.pending(),
        store.now(),
        views.find('sums', { where: {}, limit: 10 }),
      ]).flat();
      const pages = Array.from({ length: 20 }, () => store.page(undefined, 10));
      expect(await Promise.all([...reads, ...pages])).to.have.length(520);
      await writers.isServed(20_000);
      await writers.stop();
      await addsUp();
    } finally {
      await stop();
    }
    expect(seen.mostWaiting).to.be.above(100);
    expect(seen.connections).to.be.at.most(POOL);
    const troubles = ['unknown-outcome', 'paused', 'feed-ended'];
    expect(observations.filter(({ kind }) => troubles.includes(kind))).to.deep.equal([]);
  });

  it('that both never come back lets nobody wait for ever: the database is away, an insert is unknown', async () => {
    const network = await tcpProxy(testMongoUrl());
    proxy = network;
    const url = new URL(network.url);
    url.search = '?directConnection=true';
    const connection = await connect({ url: narrow(url.href), socketTimeoutMS: 500 });
    const store = await mongoStore(connection.db);
    const failures: string[] = [];
    connection.client.on('connectionCheckOutFailed', ({ reason }) => failures.push(reason));
    network.shape({ answers: { held: true } });
    const finds = await Promise.allSettled(Array.from({ length: 20 }, () => store.find(['a'])));
    for (const find of finds) expect(find).to.have.nested.property('reason.code', 'STORE_UNAVAILABLE');
    expect(failures).to.include('timeout');
    expect(await store.insertOrdered([commitOf('a')])).to.have.property('status', 'unknown');
    network.cut();
    network.shape({});
    // A connection of before the cut may still be in the pool: whoever inserts tries again.
    await eventually(async () =>
      expect(await store.insertOrdered([commitOf('a')])).to.not.have.property('status', 'unknown'),
    );
    expect(await store.find(['a'])).to.have.length(1);
  });
});
