// What a broker of our own reads at boot: its configuration and the definitions.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_MESSAGE_BYTES } from '@saga-lab/platform/bus/bus';

export interface BrokerFiles {
  readonly config: string;
  readonly definitions: string;
}

export interface BrokerSettings {
  /** Address that it listens on, e.g. `127.0.0.1:5672`. */
  readonly listen: string;
  /** Path of the definitions as the broker sees it; by default from the directory that they are in. */
  readonly definitionsPath?: string;
  readonly definitions: object;
  /** Names of all nodes of the cluster that it belongs to; left out: it is alone. */
  readonly cluster?: readonly string[];
}

const DEFINITIONS = 'definitions.json';

/** As `rabbitmqctl` and the configuration write them. */
export const limits = { memory: '0.3', disk: '100MB' };

/** Far more than any service reads: nobody can fill their memory with what they would refuse anyhow. */
const BROKER_TAKES_BYTES = 4 * MOST_MESSAGE_BYTES;

/**
 * Headers travel in one frame, so this bounds them, too. Tables can be nested in tables: with some 20 KB of them the
 * driver of the services runs out of stack, and loses its connection to the same message again and again. The least
 * that RabbitMQ 4.1 lets a client agree to, and far more than any service sends.
 */
const MOST_FRAME_BYTES = 8 * 1024;

/** Memory is limited far below the machine's: many other things run beside the broker. */
const configuration = (listen: string, definitionsPath: string, cluster: readonly string[]): string =>
  [
    `listeners.tcp.1 = ${listen}`,
    `load_definitions = ${definitionsPath}`,
    `vm_memory_high_watermark.relative = ${limits.memory}`,
    `disk_free_limit.absolute = ${limits.disk}`,
    `max_message_size = ${BROKER_TAKES_BYTES}`,
    `frame_max = ${MOST_FRAME_BYTES}`,
    'log.console = true',
    'log.console.level = warning',
    'log.file = false',
    ...(cluster.length > 0 ? formation(cluster) : []),
    '',
  ].join('\n');

/** A node without data joins one of these that is up; the part of a cluster that is smaller than half stops until it sees the others. */
const formation = (cluster: readonly string[]): readonly string[] => [
  'cluster_formation.peer_discovery_backend = classic_config',
  ...cluster.map((name, n) => `cluster_formation.classic_config.nodes.${n + 1} = ${name}`),
  'cluster_partition_handling = pause_minority',
];

/** Only this user gets into `dir`, which hides the passwords; the files themselves must be readable for a container's user. */
export const writeBrokerFiles = (dir: string, settings: BrokerSettings): BrokerFiles => {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
  const files = { config: join(dir, 'rabbitmq.conf'), definitions: join(dir, DEFINITIONS) };
  writeFileSync(files.definitions, JSON.stringify(settings.definitions, undefined, 2));
  writeFileSync(
    files.config,
    configuration(settings.listen, settings.definitionsPath ?? DEFINITIONS, settings.cluster ?? []),
  );
  return files;
};
