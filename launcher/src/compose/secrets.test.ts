import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { brokerUsers, definitions } from '../broker/definitions.ts';
import { writeComposeSecrets } from './secrets.ts';

interface Users {
  readonly member: string;
  readonly admin: { readonly name: string; readonly password: string };
  readonly service: { readonly name: string; readonly password: string };
}

describe('secrets for docker compose', () => {
  let dir: string;
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-compose-'));
    writeComposeSecrets(dir);
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('give each service an address with the password that the broker will know', () => {
    const { users } = JSON.parse(read('rabbitmq/definitions.json')) as {
      users: { name: string; password: string }[];
    };
    const password = users.find(({ name }) => name === 'order-service')?.password ?? 'none';
    expect(read('order-service/rabbitmq-url')).to.equal(
      `amqp://order-service:${password}@rabbitmq:5672/saga-lab`,
    );
    expect(new Set(users.map((user) => user.password)).size).to.equal(users.length);
    expect(read('rabbitmq/rabbitmq.conf')).to.contain('load_definitions = /secrets/definitions.json');
    expect(read('order-service/admin-token')).to.have.length(48);
    expect(read('payment-service/admin-token')).to.equal(read('order-service/admin-token'));
  });

  it('hold the definitions of the launcher, with other passwords', () => {
    const made = JSON.parse(read('rabbitmq/definitions.json')) as {
      users: { name: string; password: string }[];
    };
    const users = Object.fromEntries(made.users.map(({ name, password }) => [name, password]));
    expect(Object.keys(users)).to.have.members([...brokerUsers]);
    expect(made).to.deep.equal(JSON.parse(JSON.stringify(definitions({ users }))));
  });

  it('set the broker up with nothing but settings that RabbitMQ 3.10 and 4.3 both know', () => {
    const keys = [...read('rabbitmq/rabbitmq.conf').matchAll(/^(\S+) = /gm)].map(([, key]) => key);
    expect(keys).to.have.members([
      ...['listeners.tcp.1', 'load_definitions', 'log.console', 'log.console.level', 'log.file'],
      ...['vm_memory_high_watermark.relative', 'disk_free_limit.absolute', 'max_message_size', 'frame_max'],
    ]);
  });

  it('give each database two users, and its service the address of the one that may do less', () => {
    const passwords = serviceNames.flatMap((service) => {
      const { member, admin, service: user } = JSON.parse(read(`mongo-${service}/users.json`)) as Users;
      const url = `mongodb://${service}:${user.password}@mongo-${service}:27017/${service}?replicaSet=saga-lab`;
      expect(read(`${service}/mongo-url`)).to.equal(url);
      expect([member, admin.name, user.name]).to.deep.equal([`mongo-${service}:27017`, 'admin', service]);
      return [admin.password, user.password, read(`mongo-${service}/keyfile`)];
    });
    for (const password of passwords) expect(password).to.match(/^[0-9a-f]{48}$/);
    expect(new Set(passwords).size).to.equal(3 * serviceNames.length);
  });

  it('show a service nothing of another, and let broker and database in, which are other users there', () => {
    expect(readdirSync(join(dir, 'order-service')).sort()).to.deep.equal([
      'admin-token',
      'mongo-url',
      'rabbitmq-url',
    ]);
    for (const file of ['rabbitmq/definitions.json', 'mongo-order-service/users.json'])
      expect(statSync(join(dir, file)).mode & 0o004, file).to.equal(0o004);
    for (const volume of ['rabbitmq', 'mongo-order-service'])
      expect(statSync(join(dir, volume)).mode & 0o005, volume).to.equal(0o005);
  });

  it('stay the same when compose starts again', () => {
    const files = () =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/'));
    const all = () => files().map((name) => [name, read(name)]);
    const before = all();
    writeComposeSecrets(dir);
    expect(all()).to.deep.equal(before);
  });
});
