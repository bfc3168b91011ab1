// Finds MongoDB or starts it, one replica set for each service: addresses in the environment, the program on this
// machine, Docker, or installed now.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { dockerRuns } from '../broker/docker-node.ts';
import type { EnginePart } from '../engine/engine.ts';
import { partName } from '../engine/engine.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { endOfLog } from '../processes/programs.ts';
import { GIVEN_DATABASES, givenMongoUrls } from '../settings/given-servers.ts';
import { givenDatabases } from './given-databases.ts';
import { installLog, installMongod, mongodProgram } from './mongod-program.ts';
import { mongod, mongodOptions, ownProgram } from './mongod.ts';
import type { Mongod, MongodProgram } from './mongod.ts';
import { setOfThree } from './set-of-three.ts';
import type { SetOfThree } from './set-of-three.ts';

export interface Databases {
  /** One replica set each, in the order of the services; may hold passwords if they were given. */
  readonly urls: readonly string[];
  /** To kill and start them by name; none for databases that were not started here. */
  readonly parts: readonly EnginePart[];
  /** In order; the data stays. */
  stop(): Promise<void>;
}

export interface DatabasesOptions {
  /** Data goes to `mongo`, an installed program to `cache` in here. */
  readonly dataDir: string;
  readonly count: number;
  readonly log: (line: string) => void;
  /** Where an installed program is kept; `cache` in `dataDir` unless told. */
  readonly cacheDir?: string;
  /** Three members in each replica set, and not one. */
  readonly isCluster?: boolean;
}

/** @throws ExitError if there is no MongoDB and none can be installed, or if it does not come up or is not fit for it. */
export const provideMongo = async (options: DatabasesOptions): Promise<Databases> => {
  if (options.isCluster) return setsOfThree(options);
  const given = givenMongoUrls();
  if (given.length > 0) {
    const urls = await givenDatabases(given, options.count);
    options.log(`MongoDB: those at ${GIVEN_DATABASES}`);
    return { urls, parts: [], stop: () => Promise.resolve() };
  }
  const program = await chooseMongod(options);
  const dirs = Array.from({ length: options.count }, (_, n) => join(options.dataDir, 'mongo', nameOf(n)));
  const databases = await Promise.all(dirs.map((dir) => mongod(program, dir)));
  const stop = async () => {
    await Promise.all(databases.map((each) => each.kill('SIGTERM')));
  };
  try {
    await Promise.all(databases.map((each) => each.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  options.log(`MongoDB: ${options.count} private replica sets of one member are up`);
  const parts = databases.map((database, n) => partOf(database, nameOf(n)));
  return { urls: databases.map(({ url }) => url), parts, stop };
};

/** One set after the other, for twelve elections at once are too much for a small machine. */
const setsOfThree = async ({ count, ...options }: DatabasesOptions): Promise<Databases> => {
  const program = ownProgram(await ownMongodOf(options));
  const sets: SetOfThree[] = [];
  const stop = async () => {
    await Promise.all(sets.map((set) => set.stop('SIGTERM')));
  };
  try {
    for (let n = 0; n < count; n += 1)
      sets.push(await setOfThree(program, join(options.dataDir, 'mongo', nameOf(n))));
  } catch (error) {
    await stop();
    throw error;
  }
  options.log(`MongoDB: ${count} private replica sets of three members are up`);
  const parts = sets.flatMap(({ members }, n) =>
    members.map((member, m) => partOf(member, partName(nameOf(n), m + 1))),
  );
  return { urls: sets.map(({ url }) => url), parts, stop };
};

/** @throws ExitError if there is none and none can be installed. */
export const chooseMongod = async (where: Omit<DatabasesOptions, 'count'>): Promise<MongodProgram> => {
  const { dataDir, log, cacheDir = join(dataDir, 'cache') } = where;
  const installed = mongodProgram({ cacheDir, log });
  if (installed) return ownProgram(installed);
  if (dockerRuns()) {
    log(`MongoDB: not on this machine, but Docker runs; starting containers of ${MONGO_IMAGE}`);
    return container;
  }
  log('MongoDB: neither here nor in Docker; installing it');
  return ownProgram(await ownMongodOf(where));
};

/** The program, found or installed: containers cannot be members of one set. @throws ExitError if there is none and none can be installed */
export const ownMongodOf = async ({
  dataDir,
  log,
  cacheDir = join(dataDir, 'cache'),
}: Omit<DatabasesOptions, 'count'>): Promise<string> => {
  const where = { cacheDir, log };
  const program = mongodProgram(where) ?? (await installMongod(where));
  if (program) return program;
  throw new ExitError(
    exitCodes.missing,
    'There is no MongoDB, and it cannot be installed here. Put mongod on the PATH, start Docker, or set ' +
      'SAGA_LAB_MONGO_URLS to one replica set per service; or try: SAGA_LAB_ENGINE=memory npm start\n' +
      endOfLog(installLog(cacheDir)),
  );
};

/** As in docker-compose.yml. */
export const MONGO_IMAGE = 'mongo:7.0';
const containerName = (port: number): string => `saga-lab-mongo-${port}`;

/** In the foreground: the client's end is the container's end. The same port inside, for the set names its members. */
const container: MongodProgram = {
  commandLine: (port, dbpath) => [
    'docker',
    ...['run', '--rm', '--name', containerName(port), '--publish', `127.0.0.1:${port}:${port}`],
    ...['--volume', `${dbpath}:/data/db`, MONGO_IMAGE, 'mongod', '--bind_ip_all', ...mongodOptions(port)],
  ],
  send: (_child, port, signal) => {
    execFileSync('docker', ['kill', '--signal', signal, containerName(port)], { stdio: 'ignore' });
  },
};

const nameOf = (n: number): string => `mongo-${serviceNames[n] ?? n + 1}`;

const partOf = (database: Mongod, name: string): EnginePart => ({
  name,
  url: database.url,
  data: database.data,
  get pid() {
    return database.pid;
  },
  kill: database.kill,
  start: database.start,
});
