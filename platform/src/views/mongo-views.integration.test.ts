// The read models on MongoDB keep the contract.
import { testDatabases } from '../testing/test-databases.ts';
import { mongoViews } from './mongo-views.ts';
import { viewsContract } from './views.contract.ts';

const { connect, cleanUp } = testDatabases();

describe('MongoDB', () => {
  afterEach(cleanUp);
  viewsContract('MongoDB', async () => mongoViews((await connect()).db));
});
