// The first step of docker compose: makes passwords, settings and addresses, once, each into the volume of its container.
//   node launcher/src/compose/secrets.ts <directory>
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceNames } from '@saga-lab/contracts/services';
import { writeBrokerFiles } from '../broker/broker-files.ts';
import { brokerUsers, definitions, VHOST } from '../broker/definitions.ts';
import { SET } from '../databases/replica-set.ts';

const ADMIN = 'admin';

/** A directory is a volume of its own, which only its container mounts: that is the fence, so files are readable to all. */
const READABLE = 0o644;
const SEARCHABLE = 0o755;

const databaseReady = fileURLToPath(new URL('./database-ready.js', import.meta.url));

const write = (file: string, text: string): void => {
  writeFileSync(file, text, { mode: READABLE });
};

const secret = (): string => randomBytes(24).toString('hex');

/** Kept from the first time: broker and database remember them too. */
const keptIn = (dir: string, names: readonly string[]): Record<string, string> => {
  const file = join(dir, 'passwords.json');
  mkdirSync(dir, { recursive: true });
  if (!existsSync(file))
    write(file, JSON.stringify(Object.fromEntries(names.map((name) => [name, secret()]))));
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
};

/**
 * `rabbitmq/{rabbitmq.conf,definitions.json}`, for each service `<service>/{rabbitmq-url,mongo-url,admin-token}`, and for its
 * database `mongo-<service>/{keyfile,users.json,database-ready.js}`.
 */
export const writeComposeSecrets = (dir: string): void => {
  const secrets = keptIn(join(dir, 'rabbitmq'), [...brokerUsers, ADMIN]);
  const users = Object.fromEntries(brokerUsers.map((user) => [user, secrets[user] ?? '']));
  writeForBroker(join(dir, 'rabbitmq'), users);
  for (const service of serviceNames) {
    mkdirSync(join(dir, service), { recursive: true });
    write(join(dir, service, 'admin-token'), secrets[ADMIN] ?? '');
    write(
      join(dir, service, 'rabbitmq-url'),
      `amqp://${service}:${users[service] ?? ''}@rabbitmq:5672/${VHOST}`,
    );
    write(join(dir, service, 'mongo-url'), writeForDatabase(dir, service));
  }
};

const writeForBroker = (dir: string, users: Readonly<Record<string, string>>): void => {
  writeBrokerFiles(dir, {
    listen: '0.0.0.0:5672',
    definitionsPath: '/secrets/definitions.json',
    definitions: definitions({ users }),
  });
  chmodSync(dir, SEARCHABLE); // in its container the broker is another user
};

/** Returns the address by which the service comes in: as a user that has rights in its own database only. */
const writeForDatabase = (dir: string, service: string): string => {
  const volume = join(dir, `mongo-${service}`);
  const member = `mongo-${service}:27017`;
  const passwords = keptIn(volume, [ADMIN, service, 'keyfile']);
  const userOf = (name: string) => ({ name, password: passwords[name] ?? '' });
  const users = { member, admin: userOf(ADMIN), service: userOf(service) };
  write(join(volume, 'users.json'), JSON.stringify(users));
  write(join(volume, 'keyfile'), passwords['keyfile'] ?? '');
  write(join(volume, 'database-ready.js'), readFileSync(databaseReady, 'utf8'));
  return `mongodb://${service}:${users.service.password}@${member}/${service}?replicaSet=${SET}`;
};

const [dir] = process.argv.slice(2);
if (fileURLToPath(import.meta.url) === process.argv[1] && dir !== undefined) writeComposeSecrets(dir);
