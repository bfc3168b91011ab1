// The containers of docker-compose.yml as processes of this machine: same commands, environments and secrets, other addresses.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { openLog } from '../../processes/programs.ts';
import { composeFile, withDefaults } from './compose-file.ts';
import type { Container } from './compose-file.ts';
import type { Image, User } from './image.ts';

export interface Stage {
  /** Data and logs. */
  readonly dir: string;
  readonly image: Image;
  readonly user: User;
  /** By container: the port that stands for the one on which it listens. */
  readonly ports: Readonly<Record<string, number>>;
  /** For every process. */
  readonly env: Readonly<Record<string, string>>;
}

const { services } = composeFile();

export const containerNames: readonly string[] = Object.keys(services);

const named = (name: string): Container => {
  const found = services[name];
  if (!found) throw new Error(`There is no container ${name}.`);
  return found;
};

/** A volume with secrets is where the first step mounts it: that directory of the image, so its owner is right. */
export const secretsOf = ({ image }: Stage, name: string): string => join(image.root, 'secrets', name);

const toHost = (stage: Stage, name: string): string =>
  name === 'secrets' ? join(stage.image.root, 'secrets') : secretsOf(stage, name);

/** A text of the container as it must read here. */
const here = (stage: Stage, name: string, text: string): string =>
  withDefaults(text)
    .replace(
      /\b(rabbitmq|mongo-[a-z-]+):(5672|27017)\b/g,
      (_, host: string) => `127.0.0.1:${stage.ports[host] ?? 0}`,
    )
    .replace(/\b(0\.0\.0\.0|127\.0\.0\.1):(5672|27017|8080)\b/g, `127.0.0.1:${stage.ports[name] ?? 0}`)
    .replace(/(?<=^|[\s=])\/(secrets|tmp)\b/g, (_, place: string) =>
      place === 'tmp' ? dataOf(stage, name) : toHost(stage, name),
    );

export const dataOf = ({ dir }: Stage, name: string): string => join(dir, 'data', name);

/** What a program of our image is run with. */
const processOf = (stage: Stage, name: string) => {
  const { image, user, env } = stage;
  const given = Object.entries(named(name).environment ?? {});
  const settings = Object.fromEntries(given.map(([key, value]) => [key, here(stage, name, value)]));
  const place = 'PORT' in settings ? { HOST: '127.0.0.1', PORT: String(stage.ports[name]) } : {};
  const { PATH = '' } = process.env;
  return {
    cwd: join(image.root, image.workdir),
    env: { PATH, HOME: '/nonexistent', ...env, ...image.env, ...settings, ...place },
    ...(process.getuid?.() === 0 && user),
  };
};

const programOf = (word: string): string => (word === 'node' ? process.execPath : word);

/** One that ends by itself. @throws Error with what it printed unless it ends well. */
export const runToEnd = (stage: Stage, name: string): void => {
  const [program = '', ...args] = (named(name).command ?? []).map((word) => here(stage, name, word));
  const { status, stderr } = spawnSync(programOf(program), args, {
    ...processOf(stage, name),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} ended with ${status ?? 'a signal'}: ${stderr}`);
};

/** Containers have names in their network; here they have ports. */
export const rewriteSecrets = (stage: Stage, name: string): void => {
  for (const file of readdirSync(secretsOf(stage, name))) {
    const path = join(secretsOf(stage, name), file);
    writeFileSync(path, here(stage, name, readFileSync(path, 'utf8')));
  }
};

export const startService = (stage: Stage, name: string): ChildProcess => {
  const [program = '', ...args] = (named(name).command ?? []).map((word) => here(stage, name, word));
  const log = openLog(join(stage.dir, 'logs', `${name}.log`));
  const options = { ...processOf(stage, name), stdio: ['ignore' as const, log.fd, log.fd] };
  const child = spawn(programOf(program), args, options);
  log.close();
  return child;
};

/** Its own health check says that it is well. */
export const isHealthy = (stage: Stage, name: string): boolean => {
  const [, program = '', ...args] = (named(name).healthcheck?.test ?? []).map((word) =>
    here(stage, name, word),
  );
  return spawnSync(programOf(program), args, { ...processOf(stage, name), stdio: 'ignore' }).status === 0;
};

/** The image's own entry point, which changes to its user, is left out; the one of docker-compose.yml is not. */
export const startDatabase = (stage: Stage, name: string, mongod: string): ChildProcess => {
  const data = dataOf(stage, name);
  const stubs = join(stage.dir, 'bin');
  mkdirSync(join(data, 'db'), { recursive: true });
  mkdirSync(stubs, { recursive: true });
  const stub = join(stubs, 'docker-entrypoint.sh');
  writeFileSync(stub, '#!/bin/sh\nexec "$@"\n');
  chmodSync(stub, 0o755);
  const { entrypoint = [], command = [] } = named(name);
  const [shell = '', ...words] = [...entrypoint, ...command].map((word) =>
    here(stage, name, word).replace('-o mongodb', `-o ${stage.user.uid}`),
  );
  const place = ['--port', String(stage.ports[name]), '--dbpath', join(data, 'db')];
  const quiet = ['--setParameter', 'diagnosticDataCollectionEnabled=false'];
  const local = words.flatMap((word) => (word === '--bind_ip_all' ? ['--bind_ip', '127.0.0.1'] : [word]));
  const PATH = [stubs, dirname(mongod), process.env.PATH].join(delimiter);
  const log = openLog(join(stage.dir, 'logs', `${name}.log`));
  const child = spawn(shell, [...local, ...place, ...quiet], {
    env: { ...process.env, ...stage.env, PATH },
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  return child;
};

/** Resolves with its exit code, `null` when it had to be killed. */
export const stopped = async (child: ChildProcess, withinMs: number): Promise<number | null> => {
  if (child.exitCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited;
  clearTimeout(late);
  return child.exitCode;
};
