// The store and the dead letters on MongoDB keep the contracts that the ones in memory keep.
import { expect } from 'chai';
import { bytesOf } from './dead-letters.ts';
import { deadLettersContract } from './dead-letters.contract.ts';
import { commitOf } from './fixtures.ts';
import { feedContract } from './feed.contract.ts';
import { forgettingContract } from './forgetting.contract.ts';
import { mongoDeadLetters } from './mongo-dead-letters.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { mongoStore } from './mongo-store.ts';
import { outboxContract } from './outbox.contract.ts';
import { schemaVersionsContract } from './schema-versions.contract.ts';
import { snapshotsContract } from './snapshots.contract.ts';
import { storeContract } from './store.contract.ts';
import { streamsContract } from './streams.contract.ts';
import { wantedContract } from './wanted.contract.ts';

const { connect, cleanUp } = testDatabases();

const make = async () => {
  const { db } = await connect();
  return { store: await mongoStore(db), another: () => mongoStore(db) };
};

describe('MongoDB', () => {
  afterEach(cleanUp);
  storeContract('MongoDB', make);
  snapshotsContract('MongoDB', make);
  streamsContract('MongoDB', make);
  schemaVersionsContract('MongoDB', make);
  outboxContract('MongoDB', make);
  feedContract('MongoDB', make);
  wantedContract('MongoDB', make);
  forgettingContract('MongoDB', make);
  deadLettersContract('MongoDB', async () => mongoDeadLetters((await connect()).db));

  it('finds the commits of one correlation by an index', async () => {
    const { db } = await connect();
    const store = await mongoStore(db);
    await store.insertOrdered([commitOf('a'), commitOf('b', { correlationId: 'o2' })]);
    const uses = async () => {
      const indexes = await db
        .collection('commits')
        .aggregate([{ $indexStats: {} }])
        .toArray();
      const { accesses } = indexes.find(({ name }) => name === 'correlation') as {
        accesses: { ops: number };
      };
      return accesses.ops;
    };
    const before = await uses();
    expect(await store.correlated('o2', undefined, 10)).to.have.length(1);
    expect(await uses()).to.equal(before + 1);
  });

  it('reads of a long stream what it is asked for, and nothing behind that', async () => {
    const { db } = await connect();
    const store = await mongoStore(db);
    await store.insertOrdered(
      Array.from({ length: 500 }, (_, n) => commitOf(`c${n}`, { writes: [['lamp-l1', n + 1]] })),
    );
    await db.command({ profile: 2 });
    expect((await store.load('lamp-l1', 100, 110)).events).to.have.length(10);
    await db.command({ profile: 0 });
    // The store has reads of its own beside it, such as for the order of commits.
    const reads = await db.collection('system.profile').find({ 'command.find': 'commits' }).toArray();
    const [read] = reads.filter(({ command }) => JSON.stringify(command).includes('lamp-l1'));
    expect(read).to.include({ docsExamined: 10, nreturned: 10 });
    expect((read as unknown as { keysExamined: number }).keysExamined).to.be.at.most(11);
  });

  it('has dead letters from before their bytes were kept, and counts, shows and replays them', async () => {
    const { db } = await connect();
    const earlier = { _id: 'm1', queue: 'q', reason: 'not JSON', body: '{', at: 7, count: 2 };
    await db.collection<{ _id: string }>('deadLetters').insertOne(earlier);
    const letters = mongoDeadLetters(db);
    const now = { ...earlier, messageId: 'm1', encoding: 'utf-8', size: 1 };
    expect(await letters.list(undefined, 10)).to.deep.equal([now]);
    await letters.noteReplay('m1', { at: 8, by: 'ada' });
    const shown = await letters.get('m1');
    expect(shown).to.deep.equal({ ...now, replays: [{ at: 8, by: 'ada' }] });
    expect(shown && bytesOf(shown)).to.deep.equal(Uint8Array.of(0x7b));
    expect(await letters.count()).to.equal(1);
  });
});
