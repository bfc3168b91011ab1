// What this machine has. Nothing is started, installed or changed to find out.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dockerRuns } from '@saga-lab/launcher/broker/docker-node';
import { canInstall } from '@saga-lab/launcher/processes/system-packages';
import { rabbitmqProgram } from '@saga-lab/launcher/broker/private-node';
import { programPath } from '@saga-lab/launcher/processes/programs';
import { leftoversIn } from '@saga-lab/launcher/system/data-dir';
import { mongodProgram } from '@saga-lab/launcher/databases/mongod-program';
import { runningNode } from '@saga-lab/launcher/bootstrap/prepare';
import { nodeTrouble, packagesTrouble } from '@saga-lab/launcher/bootstrap/requirements';
import { runningSystem } from '@saga-lab/launcher/system/state-file';

export interface Program {
  /** An address in the environment is used instead. */
  readonly given: boolean;
  readonly path: string | undefined;
  readonly version: string | undefined;
}

export interface Facts {
  /** The line says which one it is, and why. */
  readonly node: { readonly line: string; readonly trouble: string | undefined };
  readonly packagesTrouble: string | undefined;
  readonly mongod: Program;
  readonly rabbitmq: Program & { readonly installable: boolean };
  readonly docker: { readonly path: string | undefined; readonly runs: boolean };
  readonly dataDir: string;
  /** Bytes. */
  readonly freeDisk: number;
  /** Bytes that a new process could get. */
  readonly freeMemory: number;
  /** Pids of launchers that were killed and left their state file behind, maybe processes too. */
  readonly killed: readonly number[];
  /** Pids of the launchers of a system and of `npm test` that run now. */
  readonly running: number | undefined;
  readonly testing: number | undefined;
}

export const factsOf = (dataDir: string, env: NodeJS.ProcessEnv): Facts => ({
  node: { line: runningNode(env['PATH'] ?? '').line, trouble: nodeTrouble() },
  packagesTrouble: packagesTrouble(),
  mongod: mongod(join(dataDir, 'cache'), env),
  rabbitmq: rabbitmq(env),
  docker: { path: programPath('docker'), runs: dockerRuns() },
  dataDir,
  freeDisk: freeDiskAt(dataDir),
  freeMemory: process.availableMemory(),
  killed: leftoversIn(dataDir).map(({ state }) => state.launcher.pid),
  running: runningSystem(dataDir)?.launcher.pid,
  testing: runningSystem(join(dataDir, 'test'))?.launcher.pid,
});

const mongod = (cacheDir: string, env: NodeJS.ProcessEnv): Program => {
  const path = mongodProgram({ cacheDir, log: () => undefined });
  return { given: Boolean(env['SAGA_LAB_MONGO_URLS']), path, version: path && mongodVersion(path) };
};

const mongodVersion = (path: string): string | undefined => {
  try {
    return /db version v(\S+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1];
  } catch {
    return undefined;
  }
};

const rabbitmq = (env: NodeJS.ProcessEnv): Facts['rabbitmq'] => {
  const path = rabbitmqProgram();
  return {
    given: Boolean(env['SAGA_LAB_RABBITMQ_URL']),
    path,
    version: path && rabbitmqVersion(path),
    installable: canInstall(),
  };
};

/** From the name of its main plugin: the program has no `--version`, it would start a broker. */
export const rabbitmqVersion = (program: string): string | undefined => {
  try {
    const plugins = readdirSync(join(dirname(dirname(realpathSync(program))), 'plugins'));
    return plugins.map((name) => /^rabbit-(\d+(?:\.\d+)*)/.exec(name)?.[1]).find(Boolean);
  } catch {
    return undefined;
  }
};

/** Of the nearest directory above that exists. */
const freeDiskAt = (dir: string): number => {
  if (!existsSync(dir)) return freeDiskAt(dirname(resolve(dir)));
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
};
