// Docker Compose v2 for the trial: the one that is installed, or one that is built from its sources, once.
import { mkdirSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@saga-lab/platform/service/config';
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { endOfLog, programPath } from '../../processes/programs.ts';
import type { Workshop } from './workshop.ts';

const MODULE = 'github.com/docker/compose/v2';
const VERSION = 'v2.40.3';

export interface ComposePlugin {
  readonly version: string;
  /** What makes `docker compose` find it. */
  readonly env: Environment;
}

/** @throws ExitError 69 if there is none and none can be built. */
export const provideCompose = async (workshop: Workshop): Promise<ComposePlugin> => {
  const installed = await versionOf(workshop, {});
  if (installed !== undefined) return { version: installed, env: {} };
  const config = join(workshop.dir, 'docker-config');
  const program = join(config, 'cli-plugins', 'docker-compose');
  if (!existsSync(program)) await build(workshop, program);
  const env = { DOCKER_CONFIG: config };
  const version = await versionOf(workshop, env);
  if (version !== undefined) return { version, env };
  throw new ExitError(exitCodes.missing, `${program} does not run. Remove it and type: npm run compose:try`);
};

/** Of the second major version: the first one is another program. */
const versionOf = async ({ commands }: Workshop, env: Environment): Promise<string | undefined> => {
  const asked = await commands.tried(['docker', 'compose', 'version', '--short'], { env });
  return asked.code === 0 && asked.stdout !== '' ? asked.stdout : undefined;
};

const build = async ({ dir, commands, during }: Workshop, program: string): Promise<void> => {
  if (programPath('go') === undefined) throw cannotBe('there is no `go` to build it with');
  const sources = join(dir, 'compose-sources');
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  mkdirSync(join(program, '..'), { recursive: true });
  const work = buildIn(sources, commands);
  const code = await during(`Building Docker Compose ${VERSION} from its sources (about five minutes)`, work);
  if (code === 0) renameSync(join(sources, 'docker-compose'), program); // whole or not at all
  rmSync(sources, { recursive: true, force: true });
  if (code !== 0) throw cannotBe(`it cannot be built\n${endOfLog(commands.logFile)}`);
};

const buildIn = async (sources: string, { tried }: Workshop['commands']): Promise<number | null> => {
  const env = {
    GOPATH: join(sources, 'path'),
    GOCACHE: join(sources, 'cache'),
    GOFLAGS: '-modcacherw', // or it could not be removed
  };
  const flags = `-s -w -X ${MODULE}/internal.Version=${VERSION}`;
  const steps = [
    ['go', 'mod', 'init', 'compose'],
    ['go', 'get', `${MODULE}/cmd@${VERSION}`],
    ['go', 'build', '-trimpath', '-ldflags', flags, '-o', 'docker-compose', `${MODULE}/cmd`],
  ];
  for (const step of steps) {
    const { code } = await tried(step, { cwd: sources, env });
    if (code !== 0) return code;
  }
  return 0;
};

const cannotBe = (why: string): ExitError =>
  new ExitError(
    exitCodes.missing,
    `Docker Compose v2 is not installed, and ${why}. Install it (the package docker-compose-v2 of Ubuntu, or ` +
      'docker-compose-plugin of Docker), then type: npm run compose:try',
  );
