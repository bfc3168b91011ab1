import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import type { MongoConnection } from '@saga-lab/platform/store/mongo-connection';
import { testMongoUrl } from '@saga-lab/platform/testing/test-servers';
import type { Contestant } from '../contest/contestant.ts';
import { loadOf } from '../load/load.ts';
import { peer } from './peer.ts';

describe('The peer that orchestrates by plain HTTP', function () {
  this.timeout(60_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-peer-'));
  let mongo: MongoConnection;
  let contestant: Contestant;

  const none = () => Promise.reject(new Error('not asked for here'));
  before(async () => {
    const url = testMongoUrl();
    mongo = await connectMongo({ url });
    contestant = await peer('plain-http')({
      infrastructure: { rabbitmqUrl: () => '', mongoUrl: () => url, e2eUrl: '', parts: [], stop: none },
      databases: { connections: [mongo], counters: none, version: none, close: none },
      dataDir,
      log: () => undefined,
    });
  });
  after(async () => {
    await contestant.stop();
    await mongo.close();
    rmSync(dataDir, { recursive: true });
  });

  const ordered = async (numbers: readonly number[]) => {
    const place = await contestant.prepare(loadOf({ atOnce: 1 }, { refusedPercent: 20 }));
    const sagas: string[] = [];
    for (const n of numbers) {
      const saga = (await place(n)) ?? '';
      await contestant.ended(saga);
      sagas.push(saga);
    }
    return sagas;
  };

  it('brings every order to its end by five steps in three processes, every fifth undone', async () => {
    const sagas = await ordered([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const traces = await contestant.traces(sagas);
    expect(traces.sagas.map(({ commits }) => commits)).to.deep.equal(sagas.map(() => 5));
    expect(traces.repeats).to.equal(0);
  });

  it('changes nothing when an order is orchestrated once more: its steps are counted as repeats', async () => {
    const sagas = await ordered([0, 0]);
    expect(sagas[1]).to.equal(sagas[0]);
    const traces = await contestant.traces(sagas);
    expect([traces.sagas.length, traces.repeats]).to.deep.equal([1, 5]);
  });
});
