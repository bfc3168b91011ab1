// The lab in containers, as the steps of the trial handle it.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@saga-lab/contracts/services';
import { endOfLog } from '../../processes/programs.ts';
import { composeFile } from '../testing/compose-file.ts';
import type { Ended } from './commands.ts';
import { PROJECT } from './docker.ts';
import type { Docker } from './docker.ts';
import { underDocker } from './page.ts';
import type { Workshop } from './workshop.ts';

const HEALTHY_WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 500;
const ADDRESS = /127\.0\.0\.1:\d+/;

const { services } = composeFile();
/** All but the one that ends by itself. */
export const containers: readonly string[] = Object.keys(services).filter(
  (name) => services[name]?.healthcheck,
);

export const urlOf = (service: ServiceName): string =>
  `http://${ADDRESS.exec(services[service]?.ports?.[0] ?? '')?.[0] ?? ''}`;

export interface TrialSystem extends Workshop, Docker {
  readonly brokerPort: number;
}

/** `docker compose up`, in the foreground, until `stopped`. */
export const up = async (system: TrialSystem): Promise<ChildProcess> => {
  const child = system.commands.begun(['sh', '-c', `exec ${underDocker().up}`], { env: system.env });
  await system.during('Waiting until every container is healthy', healthy(system, child));
  return child;
};

const healthy = async (system: TrialSystem, child?: ChildProcess): Promise<void> => {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    const states = await statesOf(system);
    const ill = containers.filter((name) => !states.get(name)?.includes('(healthy)'));
    if (ill.length === 0) return;
    const ended = child !== undefined && child.exitCode !== null;
    if (ended) throw new Error(`docker compose up ended.\n${endOfLog(system.commands.logFile)}`);
    if (Date.now() > deadline) throw new Error(`Not healthy: ${(await reasons(system, ill)).join('; ')}.`);
    await sleep(LOOK_EVERY_MS);
  }
};

/** What the health check of each said last. */
const reasons = (system: TrialSystem, names: readonly string[]): Promise<readonly string[]> =>
  Promise.all(
    names.map(async (name) => {
      const format = '{{with .State.Health}}{{range .Log}}{{println .Output}}{{end}}{{end}}';
      const id = await idOf(system, name);
      if (id === '') return `${name} (it does not run)`;
      const output = await system.docker('inspect', '--format', format, id);
      return `${name} (${output.split('\n').at(-1) ?? ''})`;
    }),
  );

/** Empty if it does not run. */
export const idOf = async ({ docker }: Docker, name: string): Promise<string> =>
  docker('ps', '--quiet', '--filter', ofTheTrial, '--filter', `label=com.docker.compose.service=${name}`);

export const allHealthy = (system: TrialSystem): Promise<void> => healthy(system);

/** By container of docker-compose.yml, as Docker tells it: `Up 8 seconds (healthy)`. */
export const statesOf = async ({ commands, env }: TrialSystem): Promise<ReadonlyMap<string, string>> => {
  const format = '{{.Label "com.docker.compose.service"}}={{.Status}}';
  const command = ['docker', 'ps', '--all', '--filter', ofTheTrial, '--format', format];
  const all = await commands.done(command, { env, quiet: true });
  return new Map(all.split('\n').map((line) => line.split('=', 2) as [string, string]));
};

export const ofTheTrial = `label=com.docker.compose.project=${PROJECT}`;

/** As Ctrl-C does where it runs. */
export const interrupt = async (child: ChildProcess): Promise<void> => {
  const closed = once(child, 'close');
  child.kill('SIGINT');
  await closed;
};

/** Typed in a shell that knows the token and the addresses, as docs/operations.md says; `broker` as well, if given. */
export const typed = (system: TrialSystem, command: string, broker?: string): Promise<Ended> => {
  const more = broker === undefined ? [] : [`export SAGA_LAB_SYSTEM="$SAGA_LAB_SYSTEM,broker=${broker}"`];
  const script = ['set -e', underDocker().access, ...more, command].join('\n');
  const { ADMIN_TOKEN: _token, ADMIN_TOKEN_FILE: _file, ...env } = system.env;
  return system.commands.tried(['sh', '-c', script], { env });
};

/** What the administrator proves himself with; made by the first step. */
export const adminToken = ({ compose }: Docker): Promise<string> =>
  compose('exec', '-T', 'order-service', 'cat', '/secrets/admin-token');

export const brokerUrl = async ({ compose, brokerPort }: TrialSystem): Promise<string> => {
  const passwords = await compose('exec', '-T', 'rabbitmq', 'cat', '/secrets/passwords.json');
  const { e2e = '' } = JSON.parse(passwords) as { readonly e2e?: string };
  return `amqp://e2e:${e2e}@127.0.0.1:${brokerPort}/saga-lab`;
};

/** @throws Error with all that it printed unless it ends with that code. */
export const expectEnd = ({ code, output }: Ended, wanted: number, ...texts: readonly string[]): void => {
  if (code !== wanted) throw new Error(`It ended with ${code ?? 'a signal'}, not ${wanted}:\n${output}`);
  const absent = texts.find((text) => !output.includes(text));
  if (absent !== undefined) throw new Error(`It does not say "${absent}":\n${output}`);
};
