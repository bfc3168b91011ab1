// Broker and databases for tests that start services themselves: those of the test run, and new databases on them.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { serviceNames } from '@saga-lab/contracts/services';
import { chooseMongod } from '../databases/provide-mongo.ts';
import { mongod } from '../databases/mongod.ts';
import type { Mongod } from '../databases/mongod.ts';
import { SET } from '../databases/replica-set.ts';
import { provideInfrastructure } from '../system/infrastructure.ts';
import { defaultDataDir } from '../system/system.ts';
import type { Environment } from './program.ts';

export const TOKEN = 'k7Qp2mXz9RtVw4Lc';

const log = () => undefined;

/** `dataDir`: for servers that have to be started, because none are given. */
export const testServers = async (dataDir: string) => {
  const servers = await provideInfrastructure({ dataDir, log, ownServers: false });
  const made: string[] = [];
  return {
    e2eUrl: servers.e2eUrl,
    rabbitmqUrl: servers.rabbitmqUrl,
    mongoUrl: servers.mongoUrl,
    /** Address of a new database on the server of the service. */
    newDatabase: (service: string): string => {
      const url = new URL(servers.mongoUrl(service));
      url.pathname = `/bad_${randomUUID().slice(0, 13)}`;
      made.push(url.href);
      return url.href;
    },
    /** All that a service needs, with a new database. */
    environmentOf(service: string): Environment {
      const addresses = { MONGO_URL: this.newDatabase(service), RABBITMQ_URL: servers.rabbitmqUrl(service) };
      return { ...addresses, ADMIN_TOKEN: TOKEN };
    },
    /** What no output may contain. */
    secrets: (): readonly string[] => [
      TOKEN,
      ...[servers.e2eUrl, ...serviceNames.map(servers.rabbitmqUrl)].map((url) => new URL(url).password),
    ],
    stop: async () => {
      for (const url of made) await inDatabase(url, (db) => db.dropDatabase());
      await servers.stop();
    },
  };
};

export const inDatabase = async <T>(url: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const client = new MongoClient(url);
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
};

/** A MongoDB of its own that is no replica set. */
export const standaloneMongod = async (dataDir: string): Promise<Mongod> => {
  const program = await chooseMongod({ dataDir, log, cacheDir: join(defaultDataDir, 'cache') });
  const commandLine = (port: number, dbpath: string): readonly [string, ...string[]] => {
    const [name, ...args] = program.commandLine(port, dbpath);
    return [name, ...args.filter((arg) => arg !== '--replSet' && arg !== SET)];
  };
  const standalone = await mongod({ ...program, commandLine }, join(dataDir, 'standalone'));
  await standalone.start();
  return standalone;
};
