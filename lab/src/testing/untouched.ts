// Whether something touches a system of real parts: hashes of all its databases, and counters of all messages.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { startReal } from '@saga-lab/launcher/engine/real-engine';
import { mainOf } from '@saga-lab/launcher/settings/services';
import { provideInfrastructure } from '@saga-lab/launcher/system/infrastructure';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Db } from 'mongodb';
import { MongoClient } from 'mongodb';
import { lab } from '../client/lab.ts';
import type { Lab } from '../client/lab.ts';
import { samplesOf } from '../client/metrics.ts';

/** Timers that are due later would be noted as done while one looks. */
const soonOver = { ANNOUNCE_AFTER_MS: '1000', STEP_DEADLINE_MS: '3000' };

export interface Reached {
  readonly system: System;
  /** The database of a service. */
  readonly urlOf: (service: string) => string;
}

/** A system of real parts whose databases can be looked into. */
export const startReached = async (
  dataDir: string,
  { ownServers }: { ownServers: boolean },
): Promise<Reached> => {
  let urlOf: Reached['urlOf'] = () => '';
  const system = await startSystem({
    engine: 'real',
    dataDir,
    ownServers,
    env: soonOver,
    log: () => undefined,
    makeEngine: async (options) => {
      const infrastructure = await provideInfrastructure(options);
      urlOf = infrastructure.mongoUrl;
      const programs = Object.fromEntries(serviceNames.map((name) => [name, mainOf(name)]));
      return startReal(options, { infrastructure, programs });
    },
  });
  return { system, urlOf };
};

const counters = ['commits', 'events', 'publishes', 'received', 'duplicates'];

export const expectUntouched = async (
  { system, urlOf }: Reached,
  look: () => Promise<void>,
): Promise<void> => {
  const one = lab({ urls: system.urls(), adminToken: system.adminToken });
  await eventually(async () => expect(await due(urlOf)).to.equal(0), { timeoutMs: 60_000 });
  const before = await settled(() => fingerprint(one, urlOf));
  await look();
  expect(await fingerprint(one, urlOf)).to.deep.equal(before);
};

/** What read models and the written order are behind with comes to an end. @param look twice the same: it has */
const settled = async <T>(look: () => Promise<T>): Promise<T> => {
  let last = await look();
  await eventually(
    async () => {
      const before = last;
      last = await look();
      expect(last).to.deep.equal(before);
    },
    { timeoutMs: 60_000 },
  );
  return last;
};

const inEvery = <T>(
  urlOf: Reached['urlOf'],
  work: (db: Db, service: ServiceName) => Promise<T>,
): Promise<readonly T[]> =>
  Promise.all(
    serviceNames.map(async (service) => {
      const client = await MongoClient.connect(urlOf(service));
      try {
        return await work(client.db(), service);
      } finally {
        await client.close();
      }
    }),
  );

/** Messages and timers that are not done. */
const due = async (urlOf: Reached['urlOf']): Promise<number> => {
  const soon = { pendingAt: { $lt: Date.now() + 60_000 } };
  const counts = await inEvery(urlOf, (db) => db.collection('commits').countDocuments(soon));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** A hash over every document of every collection, and how many messages each service has dealt with. */
const fingerprint = (one: Lab, urlOf: Reached['urlOf']) =>
  inEvery(urlOf, async (db, service) => {
    const { md5 } = await db.command({ dbHash: 1 });
    const counts = counters.map((name) => samplesOf(one, service, `saga_lab_${name}_total`));
    return { service, md5: md5 as unknown, counts: await Promise.all(counts) };
  });
