// Broker and databases of the real engine: found or started, or those that `npm test` shares with what it runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceNames } from '@saga-lab/contracts/services';
import { provideBrokerCluster } from '../broker/broker-cluster.ts';
import { provideBroker } from '../broker/provide-broker.ts';
import { provideMongo } from '../databases/provide-mongo.ts';
import type { Engine, EngineOptions, Link, Reach } from '../engine/engine.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { startReal } from '../engine/real-engine.ts';
import type { Infrastructure } from '../engine/real-engine.ts';
import { GIVEN_BROKER, GIVEN_DATABASES, givenBrokerUrl, givenMongoUrls } from '../settings/given-servers.ts';
import { mainOf } from '../settings/services.ts';

/** Addresses with passwords, by service. */
interface Addresses {
  readonly rabbitmq: Readonly<Record<string, string>>;
  readonly mongo: Readonly<Record<string, string>>;
  readonly e2e: string;
}

/** Installed programs are kept once, whatever directory the data are in. */
const cacheDir = fileURLToPath(new URL('../../../.data/cache', import.meta.url));

type Where = Pick<EngineOptions, 'dataDir' | 'log' | 'ownServers' | 'isCluster'>;

export const startOnInfrastructure = async (options: EngineOptions): Promise<Engine> => {
  const servers = await provideInfrastructure(options);
  const infrastructure = options.reach ? await reachedBy(options.reach, servers) : servers;
  const programs = Object.fromEntries(
    serviceNames.map((service) => [service, options.builds?.entries[service] ?? mainOf(service)]),
  );
  return startReal(options, { infrastructure, programs });
};

/** @throws ExitError 69 if broker or databases are missing and cannot be had, 78 if those that are given are not fit for it. */
export const provideInfrastructure = async ({
  log,
  ownServers,
  isCluster = false,
  ...where
}: Where): Promise<Infrastructure> => {
  const shared = process.env.SAGA_LAB_INFRASTRUCTURE;
  if (shared && !ownServers && !isCluster) return sharedInfrastructure(addressesIn(shared));
  if (isCluster) noneGiven();
  const dataDir = isCluster ? join(where.dataDir, 'cluster') : where.dataDir;
  const count = serviceNames.length;
  const [broker, mongo] = await bothOrNone(
    isCluster ? provideBrokerCluster({ dataDir, log }) : provideBroker({ dataDir, log }),
    provideMongo({ dataDir, cacheDir, count, log, isCluster }),
  );
  return {
    rabbitmqUrl: broker.urlOf,
    mongoUrl: (service) => mongo.urls[serviceNames.findIndex((name) => name === service)] ?? '',
    e2eUrl: broker.e2eUrl,
    control: broker.control,
    parts: [...broker.parts, ...mongo.parts],
    stop: async () => {
      await Promise.all([broker.stop(), mongo.stop()]);
    },
  };
};

/** @throws ExitError 78 if the environment names servers: a cluster is started, and not found. */
const noneGiven = (): void => {
  const given = [
    ...(givenBrokerUrl() === undefined ? [] : [GIVEN_BROKER]),
    ...(givenMongoUrls().length > 0 ? [GIVEN_DATABASES] : []),
  ];
  if (given.length > 0)
    throw new ExitError(
      exitCodes.configuration,
      `A cluster of this machine's own was asked for, and ${given.join(' and ')} names other servers. Type: unset ${given.join(' ')}`,
    );
};

interface Stoppable {
  stop(): Promise<void>;
}

/** If one fails, the other is awaited and stopped: it would go on installing and starting behind the back of what comes instead. */
const bothOrNone = async <A extends Stoppable, B extends Stoppable>(
  first: Promise<A>,
  second: Promise<B>,
): Promise<[A, B]> => {
  try {
    return await Promise.all([first, second]);
  } catch (error) {
    const settled = await Promise.allSettled([first, second]);
    for (const each of settled) if (each.status === 'fulfilled') await each.value.stop();
    throw error;
  }
};

/** The same servers, at other addresses for the services. */
const reachedBy = async (reach: Reach, servers: Infrastructure): Promise<Infrastructure> => {
  const addresses = async (server: Link['server'], urlOf: (service: string) => string) => {
    const reached = serviceNames.map(
      async (service) => [service, await reach({ service, server }, urlOf(service))] as const,
    );
    const urls = new Map<string, string>(await Promise.all(reached));
    return (service: string) => urls.get(service) ?? '';
  };
  const [rabbitmqUrl, mongoUrl] = await Promise.all([
    addresses('broker', servers.rabbitmqUrl),
    addresses('database', servers.mongoUrl),
  ]);
  return { ...servers, rabbitmqUrl, mongoUrl };
};

/** Writes the addresses to a file for the user alone; SAGA_LAB_INFRASTRUCTURE=<file> makes other systems use them. */
export const shareInfrastructure = (
  file: string,
  { rabbitmqUrl, mongoUrl, e2eUrl }: Infrastructure,
): void => {
  const byService = (urlOf: (service: string) => string) =>
    Object.fromEntries(serviceNames.map((service) => [service, urlOf(service)]));
  const addresses: Addresses = { rabbitmq: byService(rabbitmqUrl), mongo: byService(mongoUrl), e2e: e2eUrl };
  writeFileSync(file, JSON.stringify(addresses), { mode: 0o600 });
};

const addressesIn = (file: string): Addresses => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Addresses;
  } catch {
    throw new ExitError(
      exitCodes.configuration,
      `SAGA_LAB_INFRASTRUCTURE names ${file}, which is not there or cannot be read. Type: unset SAGA_LAB_INFRASTRUCTURE`,
    );
  }
};

const sharedInfrastructure = ({ rabbitmq, mongo, e2e }: Addresses): Infrastructure => ({
  rabbitmqUrl: (service) => rabbitmq[service] ?? '',
  mongoUrl: (service) => mongo[service] ?? '',
  e2eUrl: e2e,
  parts: [],
  stop: () => Promise.resolve(),
});
