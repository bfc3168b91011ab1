import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
    const { users } = JSON.parse(read('definitions.json')) as { users: { name: string; password: string }[] };
    const password = users.find(({ name }) => name === 'order-service')?.password ?? 'none';
    expect(read('order-service.rabbitmq-url')).to.equal(
      `amqp://order-service:${password}@rabbitmq:5672/saga-lab`,
    );
    expect(new Set(users.map((user) => user.password)).size).to.equal(users.length);
    expect(read('rabbitmq.conf')).to.contain(`load_definitions = ${join(dir, 'definitions.json')}`);
    expect(read('admin-token')).to.have.length(48);
  });

  it('stay the same when compose starts again', () => {
    const all = () => readdirSync(dir).map((name) => [name, read(name)]);
    const before = all();
    writeComposeSecrets(dir);
    expect(all()).to.deep.equal(before);
  });
});
