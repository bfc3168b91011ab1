import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeComposeSecrets } from './compose-secrets.ts';

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

  it('show a service nothing of another, and let the broker in, which is another user there', () => {
    expect(readdirSync(join(dir, 'order-service')).sort()).to.deep.equal(['admin-token', 'rabbitmq-url']);
    expect(statSync(join(dir, 'rabbitmq')).mode & 0o005).to.equal(0o005);
    expect(statSync(join(dir, 'rabbitmq/definitions.json')).mode & 0o004).to.equal(0o004);
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
