import { expect } from 'chai';
import { MongoNetworkError } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { guarded } from './mongo-errors.ts';

const failureOf = (error: Error): Promise<unknown> =>
  guarded(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe('What an error of the database means', () => {
  it('a failure of the driver or of its socket passes', async () => {
    const reset = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' });
    for (const error of [new MongoNetworkError('connection closed'), reset])
      expect(await failureOf(error)).to.include({ name: 'TransientError', code: 'STORE_UNAVAILABLE' });
  });

  it('a bug, and what is permanent, stays what it is', async () => {
    for (const error of [new TypeError('undefined'), new PermanentError('FEED_LOST', 'gone')])
      expect(await failureOf(error)).to.equal(error);
  });
});
