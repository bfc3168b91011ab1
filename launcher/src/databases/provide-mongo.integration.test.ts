// Databases are really installed if need be, started, killed, started again with their data, and stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { defaultDataDir } from '../system.ts';
import { provideMongo } from './provide-mongo.ts';
import type { Databases } from './provide-mongo.ts';

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('databases', function () {
  this.timeout(240_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-mongo-'));
  const cacheDir = join(defaultDataDir, 'cache');
  const lines: string[] = [];
  const provide = (count: number) =>
    provideMongo({ dataDir, count, cacheDir, log: (line) => void lines.push(line) });
  let databases: Databases | undefined;
  afterEach(async () => {
    delete process.env['SAGA_LAB_MONGO_URLS'];
    await databases?.stop();
    databases = undefined;
  });
  after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  const withCollection = async <T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> => {
    const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true } });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  const write = (url: string) =>
    withCollection(url, (client) => client.db().collection('kept').insertOne({ n: 1 }));
  const count = (url: string) =>
    withCollection(url, (client) => client.db().collection('kept').countDocuments());

  it('are separate replica sets, come back after SIGKILL with their data, and end', async () => {
    databases = await provide(2);
    const [first = '', second = ''] = databases.urls;
    await write(first);
    expect(await count(second)).to.equal(0);
    const pids = databases.parts.flatMap(({ pid }) => pid ?? []);
    const [part] = databases.parts;
    await part?.kill('SIGKILL');
    expect(part?.pid).to.equal(undefined);
    expect(pids.map(isAlive)).to.deep.equal([false, true]);
    await part?.start();
    expect(await count(first)).to.equal(1);
    pids.push(...databases.parts.flatMap(({ pid }) => pid ?? []));
    await databases.stop();
    expect(pids.filter(isAlive)).to.deep.equal([]);
    expect(lines.join()).to.include('2 private replica sets');
  });
  it('keep their data for the next launcher, on other ports', async () => {
    databases = await provide(1);
    expect(await count(databases.urls[0] ?? '')).to.equal(1);
  });
  it('are those of the environment, if it names enough of them', async () => {
    process.env['SAGA_LAB_MONGO_URLS'] = 'mongodb://a/, mongodb://b/';
    databases = await provide(2);
    expect(databases.urls).to.deep.equal(['mongodb://a/', 'mongodb://b/']);
    const tooFew = await provide(3).catch((error: unknown) => error);
    expect(tooFew).to.have.property('exitCode', 78);
  });
});
