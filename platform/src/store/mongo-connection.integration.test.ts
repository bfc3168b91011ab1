// A connection refuses what commits cannot rest on, and never says a password.
import { expect } from 'chai';
import { connectMongo } from './mongo-connection.ts';
import { mongoStore } from './mongo-store.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { testMongoUrl } from '../testing/test-servers.ts';

const failure = (url: string, serverSelectionTimeoutMS = 300) =>
  connectMongo({ url, serverSelectionTimeoutMS }).then(
    () => undefined,
    (error: unknown) => error as Error,
  );

describe('connection to MongoDB', () => {
  const { connect, cleanUp } = testDatabases();
  afterEach(cleanUp);

  // @covers R-27
  it('writes to a majority and the journal, reads from a majority of the primary', async () => {
    const { client, db } = await connect();
    expect(client.options.writeConcern).to.include({ w: 'majority', journal: true });
    expect(db.readConcern).to.include({ level: 'majority' });
    expect(client.options.readPreference.mode).to.equal('primary');
    expect(client.options).to.include({
      ignoreUndefined: true,
      retryWrites: false,
      socketTimeoutMS: 10_000,
      waitQueueTimeoutMS: 10_000,
    });
  });
  it('brings whole numbers back as numbers, up to 2^53', async () => {
    const { db } = await connect();
    const n = Number.MAX_SAFE_INTEGER;
    await db.collection('numbers').insertOne({ n });
    await db.collection('numbers').updateOne({}, [{ $set: { long: { $toLong: '$n' } } }]);
    expect(await db.collection('numbers').findOne()).to.include({ n, long: n });
  });
  it('says that the database is away when it is, without the password', async () => {
    const error = await failure('mongodb://me:secret-word@127.0.0.1:9/?replicaSet=none');
    expect(error).to.include({ code: 'STORE_UNAVAILABLE' });
    expect(String(error?.stack)).not.to.include('secret-word');
  });
  it('refuses an address that is none, without repeating it', async () => {
    const error = await failure('me:secret-word@nowhere');
    expect(error).to.include({ code: 'MONGO_URL_INVALID' });
    expect(String(error?.stack)).not.to.include('secret-word');
    expect(error).not.to.have.property('cause');
  });
  it('refuses another replica set than the one named, at once, and says its name', async () => {
    const { hostname, port } = new URL(testMongoUrl());
    const before = performance.now();
    const error = await failure(`mongodb://${hostname}:${port}/?replicaSet=another`, 30_000);
    expect(error).to.include({ name: 'PermanentError', code: 'MONGO_ANOTHER_SET' });
    expect(error?.message).to.include(`replicaSet=${new URL(testMongoUrl()).searchParams.get('replicaSet')}`);
    expect(performance.now() - before).to.be.below(15_000);
  });
  it('refuses to go on when it is refused, without the password', async () => {
    const url = new URL(testMongoUrl());
    [url.username, url.password] = ['me', 'secret-word'];
    const error = await failure(url.href, 30_000);
    expect(error).to.include({ name: 'PermanentError', code: 'MONGO_ACCESS_REFUSED' });
    expect(String(error?.stack)).not.to.include('secret-word');
  });
  for (const name of ['a.b', 'a$b', 'a%20b', 'x'.repeat(64)])
    it(`refuses a database of the name ${name}`, async () => {
      const url = new URL(testMongoUrl());
      url.pathname = name;
      const error = await connectMongo({ url: url.href }).then(
        ({ db, close }) =>
          mongoStore(db)
            .catch((failed: unknown) => failed)
            .finally(close),
        (failed: unknown) => failed,
      );
      expect(error).to.include({ name: 'PermanentError', code: 'MONGO_URL_INVALID' });
    });
});
