// A PostgreSQL of one's own: private port, password and data, with the settings that it has by default, so that a commit is on the disk
// before it is answered.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { freePort } from '@saga-lab/launcher/processes/free-port';
import { programPath } from '@saga-lab/launcher/processes/programs';
import type { Process } from '../counters/processes.ts';
import { startServer } from '../contest/server.ts';
import type { OrchestratorSettings } from './talk.ts';

const USER = 'saga';
/** They are the defaults, too; as here they are what the report says. */
export const DURABLE = ['fsync=on', 'synchronous_commit=on'];

/** Directory of its programs; `undefined` if it is not installed. Debian keeps them out of the PATH, by version. */
export const postgresPrograms = (): string | undefined => {
  const [newest] = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => versionIn(b) - versionIn(a));
  if (newest !== undefined && existsSync(join(newest, 'initdb'))) return newest;
  const initdb = programPath('initdb');
  return initdb && dirname(initdb);
};

const versionIn = (path: string): number => Number(/postgresql\/(\d+)/.exec(path)?.[1] ?? 0);

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** It refuses to run as root: then as the user of the system's package, or as nobody. */
const identity = (): Identity => {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const fields = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(fields?.[2] ?? 65_534), gid: Number(fields?.[3] ?? 65_534) };
};

export interface Postgres {
  /** Holds the password. */
  readonly url: string;
  readonly server: Process;
  readonly stop: () => Promise<void>;
}

/** @throws ExitError 69 if it does not come up, with the reason */
export const startPostgres = async ({
  dataDir,
  logFile,
}: Pick<OrchestratorSettings, 'dataDir' | 'logFile'>): Promise<Postgres> => {
  const programs = postgresPrograms();
  if (programs === undefined) throw new ExitError(exitCodes.missing, 'There is no PostgreSQL.');
  const inside = { cwd: dataDir, ...identity() };
  const data = join(dataDir, 'data');
  const password = randomBytes(16).toString('hex');
  await initialised(join(programs, 'initdb'), data, password, inside);

  const port = await freePort();
  const settings = [...DURABLE, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  const isReady = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  const { pid, stop } = await startServer({
    commandLine: [
      join(programs, 'postgres'),
      ...['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    ],
    inside,
    logFile,
    isUp: () => promisify(execFile)(join(programs, 'pg_isready'), isReady),
    signal: 'SIGINT', // connections are closed, and nothing is left to recover
  });
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/dbos`,
    server: { name: 'postgres', pid, family: true },
    stop,
  };
};

const initialised = async (
  initdb: string,
  data: string,
  password: string,
  inside: Identity & { readonly cwd: string },
): Promise<void> => {
  const passwordFile = join(inside.cwd, 'password');
  mkdirSync(data, { recursive: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (inside.uid !== undefined && inside.gid !== undefined)
    for (const path of [inside.cwd, data, passwordFile]) chownSync(path, inside.uid, inside.gid);
  const args = ['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await promisify(execFile)(initdb, [...args, '-E', 'UTF8', '--locale=C', '--no-instructions'], inside);
  } catch (error) {
    throw new ExitError(
      exitCodes.missing,
      `PostgreSQL cannot keep its data in ${data}, as user number ${inside.uid ?? 'of this process'}: ` +
        `${(error as { stderr?: string }).stderr?.trim() ?? String(error)}. ` +
        'Every directory on the way there must be open to that user (chmod a+x), or run the benchmark as another user than root.',
    );
  } finally {
    rmSync(passwordFile);
  }
};
