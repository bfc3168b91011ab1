// Docker and Compose as the trial uses them: in a project of its own, so that nobody else's containers and data are touched.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@saga-lab/platform/service/config';
import { root } from './commands.ts';
import type { Commands } from './commands.ts';
import type { Workshop } from './workshop.ts';

export const PROJECT = 'saga-lab-trial';

/** The image says that whatever runs it is part of the project; what only looks at it, or kills, is not. */
export const APART = ['--label', 'com.docker.compose.project=', '--label', 'com.docker.compose.service='];

export interface Docker {
  /** With it, the commands of docs/operations.md go to the trial. */
  readonly env: Environment;
  /** What it printed. @throws Error unless it ends with 0. */
  readonly docker: (...args: readonly string[]) => Promise<string>;
  readonly compose: (...args: readonly string[]) => Promise<string>;
}

export interface Additions {
  /** Where the broker can be reached from outside, as docs/operations.md says how to. */
  readonly brokerPort: number;
  /** An engine without a bridge has no other network for a build. */
  readonly buildOnHost: boolean;
}

/** `around`: what finds the engine and the plugin. */
export const dockerFor = (workshop: Workshop, around: Environment, additions: Additions): Docker => {
  const extra = join(workshop.dir, 'additions.yml');
  writeFileSync(extra, JSON.stringify(overrides(additions)));
  const env = {
    ...around,
    COMPOSE_PROJECT_NAME: PROJECT,
    COMPOSE_FILE: `${root}docker-compose.yml:${extra}`,
  };
  return { env, ...dockerCommands(workshop.commands, env) };
};

export const dockerCommands = ({ done }: Commands, env: Environment): Omit<Docker, 'env'> => ({
  docker: (...args) => done(['docker', ...args], { env }),
  compose: (...args) => done(['docker', 'compose', ...args], { env }),
});

const overrides = ({ brokerPort, buildOnHost }: Additions) => ({
  services: {
    rabbitmq: { ports: [`127.0.0.1:${brokerPort}:5672`] },
    ...(buildOnHost && { secrets: { build: { network: 'host' } } }),
  },
});
