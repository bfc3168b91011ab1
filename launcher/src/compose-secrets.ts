// The first step of docker compose: makes passwords, broker settings and addresses, once, into a volume that only its containers see.
//   node --import tsx launcher/src/compose-secrets.ts <directory>
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBrokerFiles } from './broker/broker-files.ts';
import { brokerUsers, definitions, VHOST } from './broker/definitions.ts';
import { serviceNames } from './services.ts';

/** Every container has a user of its own, so the files are readable to all; the volume is the fence. */
const READABLE = 0o644;

const write = (file: string, text: string): void => {
  writeFileSync(file, text, { mode: READABLE });
};

const secret = (): string => randomBytes(24).toString('hex');

/** Kept from the first time: broker and databases remember theirs too. */
const passwordsIn = (dir: string): Record<string, string> => {
  const file = join(dir, 'passwords.json');
  if (!existsSync(file)) {
    write(file, JSON.stringify(Object.fromEntries(brokerUsers.map((user) => [user, secret()]))));
    write(join(dir, 'admin-token'), secret());
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
};

/** For each service `<service>.rabbitmq-url`; besides `admin-token`, `rabbitmq.conf` and `definitions.json`. */
export const writeComposeSecrets = (dir: string): void => {
  mkdirSync(dir, { recursive: true });
  const users = passwordsIn(dir);
  const files = writeBrokerFiles(dir, { listen: '0.0.0.0:5672', definitions: definitions({ users }) });
  for (const file of [files.config, files.definitions]) chmodSync(file, READABLE);
  for (const service of serviceNames)
    write(
      join(dir, `${service}.rabbitmq-url`),
      `amqp://${service}:${users[service] ?? ''}@rabbitmq:5672/${VHOST}`,
    );
};

const [dir] = process.argv.slice(2);
if (import.meta.url === `file://${process.argv[1] ?? ''}` && dir !== undefined) writeComposeSecrets(dir);
