// What a broker of our own reads at boot: its configuration and the definitions.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BrokerFiles {
  readonly config: string;
  readonly definitions: string;
}

export interface BrokerSettings {
  /** Address that it listens on, e.g. `127.0.0.1:5672`. */
  readonly listen: string;
  /** Path of the definitions as the broker sees it. */
  readonly definitionsPath?: string;
  readonly definitions: object;
}

/** As `rabbitmqctl` and the configuration write them. */
export const limits = { memory: '0.3', disk: '100MB' };

/** Memory is limited far below the machine's: many other things run beside the broker. */
const configuration = (listen: string, definitionsPath: string): string =>
  [
    `listeners.tcp.1 = ${listen}`,
    `load_definitions = ${definitionsPath}`,
    `vm_memory_high_watermark.relative = ${limits.memory}`,
    `disk_free_limit.absolute = ${limits.disk}`,
    'log.console = true',
    'log.console.level = warning',
    'log.file = false',
    '',
  ].join('\n');

/** Only this user gets into `dir`, which hides the passwords; the files themselves must be readable for a container's user. */
export const writeBrokerFiles = (dir: string, settings: BrokerSettings): BrokerFiles => {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
  const files = { config: join(dir, 'rabbitmq.conf'), definitions: join(dir, 'definitions.json') };
  writeFileSync(files.definitions, JSON.stringify(settings.definitions, undefined, 2));
  writeFileSync(files.config, configuration(settings.listen, settings.definitionsPath ?? files.definitions));
  return files;
};
