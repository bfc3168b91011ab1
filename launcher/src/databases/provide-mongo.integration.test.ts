// Databases are really installed if need be, started, killed, started again with their data, and stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { defaultDataDir } from '../system/system.ts';
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
  const stop = async () => {
    await databases?.stop();
    databases = undefined;
  };
  after(async () => {
    await stop();
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
    await stop();
  });

  describe('of the environment', () => {
    let own: string;
    before(async () => {
      databases = await provide(1);
      own = databases.urls[0] ?? '';
    });
    const another = () => own.replace(/\/saga-lab\?/, '/another?');
    const given = async (list: string, count: number): Promise<unknown> => {
      process.env['SAGA_LAB_MONGO_URLS'] = list;
      try {
        return (await provide(count)).urls;
      } catch (error) {
        return error;
      } finally {
        delete process.env['SAGA_LAB_MONGO_URLS'];
      }
    };

    it('are taken, if there are enough of them, and not stopped', async () => {
      expect(await given(`${own}, ${another()}`, 2)).to.deep.equal([own, another()]);
      expect(await given(own, 1)).to.deep.equal([own]);
      const { host } = new URL(own);
      const twoHosts = own.replace(host, `${host},127.0.0.1:1`);
      expect(await given(`${twoHosts},${another()}`, 2)).to.deep.equal([twoHosts, another()]);
      const tooFew = await given(own, 2);
      expect(tooFew).to.include({ name: 'ExitError', exitCode: 78 });
    });

    const unfit: [what: string, list: () => string, says: RegExp][] = [
      ['one database for two services', () => `${own},${own}`, /names one database .* places 1 and 2;/],
      [
        'a set of another name',
        () => `${own},${another().replace(/=.*/, '=else')}`,
        /^Place 2 .* another name .*: put replicaSet=/,
      ],
      [
        'a wrong password',
        () => `${another().replace('//', '//me:secret-word@')},${own}`,
        /^Place 1 .* refuses the user/,
      ],
    ];
    for (const [what, list, says] of unfit)
      it(`are refused for ${what}`, async () => {
        const error = (await given(list(), 2)) as Error;
        expect(error).to.include({ name: 'ExitError', exitCode: 78 });
        expect(error.message).to.match(says).and.not.contain('secret-word');
      });
  });
});
