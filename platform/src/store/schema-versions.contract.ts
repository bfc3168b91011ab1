// What every commit store makes of events that were written in another schema version than today's.
import { expect } from 'chai';
import { commitOf } from './fixtures.ts';
import type { StoreUnderTest } from './fixtures.ts';
import type { CommitStore } from './store.ts';

export const schemaVersionsContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`schema versions: ${name}`, () => {
    let store: CommitStore;
    beforeEach(async () => {
      ({ store } = await make());
    });
    const charged = (version: number, schemaVersion: number, data: object) => ({
      ...commitOf(`charge-${version}`, { writes: [['account-a', version]] }),
      events: [{ stream: 'account-a', version, type: 'AmountCharged', schemaVersion, data }],
    });

    it('loads events of old versions in the shape of today, and keeps them as they were stored', async () => {
      const old = charged(1, 1, { orderId: 'o1', amount: 300 });
      await store.insertOrdered([old]);
      const [event] = (await store.load('account-a', 0)).events;
      const data = { orderId: 'o1', amount: 300, currency: 'EUR' };
      expect(event).to.deep.include({ schemaVersion: 2, data });
      expect((await store.find(['charge-1']))[0]?.events).to.deep.equal(old.events);
    });

    it('loads no stream in which there is an event of a newer version', async () => {
      await store.insertOrdered([
        charged(1, 2, { orderId: 'o1', amount: 3, currency: 'EUR' }),
        charged(2, 3, {}),
      ]);
      const loaded = await store.load('account-a', 0).catch((error: unknown) => error);
      expect(loaded).to.include({ code: 'SCHEMA_VERSION_UNKNOWN' });
      expect((loaded as Error).message).to.include('event 2 of account-a, has schema version 3');
    });
  });
};
