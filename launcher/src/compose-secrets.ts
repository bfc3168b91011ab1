// The first step of docker compose: makes passwords, broker settings and addresses, once, each into the volume of its container.
//   node --import tsx launcher/src/compose-secrets.ts <directory>
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBrokerFiles } from './broker/broker-files.ts';
import { brokerUsers, definitions, VHOST } from './broker/definitions.ts';
import { serviceNames } from './services.ts';

const ADMIN = 'admin';

/** A directory is a volume of its own, which only its container mounts: that is the fence, so files are readable to all. */
const READABLE = 0o644;
const SEARCHABLE = 0o755;

const write = (file: string, text: string): void => {
  writeFileSync(file, text, { mode: READABLE });
};

const secret = (): string => randomBytes(24).toString('hex');

/** Kept from the first time, beside the broker's definitions: the broker remembers them too. */
const keptIn = (file: string, make: () => Record<string, string>): Record<string, string> => {
  if (!existsSync(file)) write(file, JSON.stringify(make()));
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
};

/** `rabbitmq/{rabbitmq.conf,definitions.json}`, and for each service `<service>/{rabbitmq-url,admin-token}`. */
export const writeComposeSecrets = (dir: string): void => {
  const broker = join(dir, 'rabbitmq');
  mkdirSync(broker, { recursive: true });
  const names = [...brokerUsers, ADMIN];
  const secrets = keptIn(join(broker, 'passwords.json'), () =>
    Object.fromEntries(names.map((name) => [name, secret()])),
  );
  const users = Object.fromEntries(brokerUsers.map((user) => [user, secrets[user] ?? '']));
  writeBrokerFiles(broker, {
    listen: '0.0.0.0:5672',
    definitionsPath: '/secrets/definitions.json',
    definitions: definitions({ users }),
  });
  chmodSync(broker, SEARCHABLE); // in its container the broker is another user
  for (const service of serviceNames) {
    mkdirSync(join(dir, service), { recursive: true });
    write(join(dir, service, 'admin-token'), secrets[ADMIN] ?? '');
    write(
      join(dir, service, 'rabbitmq-url'),
      `amqp://${service}:${users[service] ?? ''}@rabbitmq:5672/${VHOST}`,
    );
  }
};

const [dir] = process.argv.slice(2);
if (import.meta.url === `file://${process.argv[1] ?? ''}` && dir !== undefined) writeComposeSecrets(dir);
