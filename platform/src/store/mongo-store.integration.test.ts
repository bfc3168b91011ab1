// The store and the dead letters on MongoDB keep the contracts that the ones in memory keep.
import { deadLettersContract } from './dead-letters.contract.ts';
import { feedContract } from './feed.contract.ts';
import { mongoDeadLetters } from './mongo-dead-letters.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { mongoStore } from './mongo-store.ts';
import { outboxContract } from './outbox.contract.ts';
import { storeContract } from './store.contract.ts';

const { connect, cleanUp } = testDatabases();

const make = async () => {
  const { db } = await connect();
  return { store: await mongoStore(db), another: () => mongoStore(db) };
};

describe('MongoDB', () => {
  afterEach(cleanUp);
  storeContract('MongoDB', make);
  outboxContract('MongoDB', make);
  feedContract('MongoDB', make);
  deadLettersContract('MongoDB', async () => mongoDeadLetters((await connect()).db));
});
