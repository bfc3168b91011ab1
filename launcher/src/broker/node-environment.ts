// What a private RabbitMQ is told by its environment. Every path is relative to its directory, in which it runs: a quorum queue
// keeps the path of its data for ever, and scripts, configuration and Erlang each trip over other characters of a long one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BrokerFiles } from './broker-files.ts';
import { epmdPlace } from './epmd.ts';

export const NODE = 'saga-lab@localhost';
export const DATA = 'data';
/** Kept by every queue, so it never changes: see docs/decisions/0019-paths-of-the-broker.md. */
export const QUORUM = `${DATA}/${NODE}/quorum`;
export const PID_FILE = 'pid';

export const HOME = 'home';
const LOG = 'log';
const NO_SETTINGS = `${HOME}/rabbitmq-env.conf`;
const PLUGINS = `${HOME}/enabled_plugins`;

export interface NodePlace {
  readonly name: string;
  readonly epmdPort: number;
  readonly distPort: number;
}

/** For programs that run in `dir`. Makes what they expect to find there. */
export const nodeEnvironment = (
  dir: string,
  files: BrokerFiles,
  { name, epmdPort, distPort }: NodePlace,
): NodeJS.ProcessEnv => {
  for (const below of [HOME, LOG]) mkdirSync(join(dir, below), { recursive: true });
  writeFileSync(join(dir, NO_SETTINGS), '');
  writeFileSync(join(dir, PLUGINS), '[].\n');
  return {
    ...process.env,
    HOME,
    RABBITMQ_NODENAME: name,
    RABBITMQ_CONF_ENV_FILE: NO_SETTINGS, // or the machine's own settings would come in
    RABBITMQ_CONFIG_FILE: relative(dir, files.config),
    RABBITMQ_QUORUM_DIR: QUORUM,
    RABBITMQ_LOG_BASE: LOG,
    RABBITMQ_ENABLED_PLUGINS_FILE: PLUGINS,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_PID_FILE: PID_FILE,
    ...epmdPlace(epmdPort),
    ERL_CRASH_DUMP: `${LOG}/erl_crash.dump`,
    // Where no locale is set, Erlang takes names of files for Latin-1, and does not find a folder with others.
    LC_ALL: 'C.UTF-8',
  };
};
