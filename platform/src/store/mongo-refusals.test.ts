import { expect } from 'chai';
import { MongoServerError } from 'mongodb';
import { unlessRefused } from './mongo-refusals.ts';

const failureOf = (error: Error): Promise<unknown> =>
  unlessRefused(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe('What MongoDB refuses at the start', () => {
  for (const [code, permanent, naming] of [
    [13, 'MONGO_ACCESS_REFUSED', 'roles readWrite and dbAdmin'],
    [18, 'MONGO_ACCESS_REFUSED', 'user and password in MONGO_URL'],
    [67, 'MONGO_INDEX_DIFFERS', 'drop that index'],
    [73, 'MONGO_URL_INVALID', 'The database in MONGO_URL'],
    [85, 'MONGO_INDEX_DIFFERS', 'drop that index'],
    [86, 'MONGO_INDEX_DIFFERS', 'drop that index'],
    [11000, 'MONGO_HISTORY_DAMAGED', 'restore the database'],
  ] as const)
    it(`ends the start over code ${code}, and says what to do`, async () => {
      const error = await failureOf(new MongoServerError({ message: 'in its words', code }));
      expect(error).to.include({ name: 'PermanentError', code: permanent });
      expect((error as Error).message).to.include(naming);
    });

  it('does not end it over anything that may pass, or that is a bug', async () => {
    const stepDown = new MongoServerError({ message: 'not primary', code: 10107 });
    for (const error of [stepDown, new TypeError('undefined')])
      expect(await failureOf(error)).to.equal(error);
  });
});
