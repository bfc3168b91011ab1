import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf } from '@saga-lab/payment-service/config';
import { expect } from 'chai';
import { givenToken, handedOn } from './admin-token.ts';
import { ExitError } from '../command/exit-codes.ts';

const TOKEN = 'q7Zr2mXw9KfT4sVb';

describe('the admin token that somebody gives', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-token-'));
    file = join(dir, 'token');
    writeFileSync(file, `${TOKEN}\n`);
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('is taken from the variable or from the file, and is nothing if neither is there', () => {
    expect(givenToken({ ADMIN_TOKEN: TOKEN })).to.equal(TOKEN);
    expect(givenToken({ ADMIN_TOKEN_FILE: file })).to.equal(TOKEN);
    expect(givenToken({ ADMIN_TOKEN: '', ADMIN_TOKEN_FILE: '' })).to.equal(undefined);
  });

  it('is refused if its file cannot be read, or if it was given twice', () => {
    for (const ADMIN_TOKEN of ['', TOKEN])
      expect(() => givenToken({ ADMIN_TOKEN, ADMIN_TOKEN_FILE: join(dir, 'none') }))
        .to.throw(ExitError, /^ADMIN_TOKEN_FILE/)
        .with.property('exitCode', 78);
  });

  // @mutation Around the services: the blank ADMIN_TOKEN_FILE that the launcher hands on [real: the launcher]
  it('reaches a service once, even when the launcher itself has it from a file', () => {
    const servers = {
      MONGO_URL: 'mongodb://a:1/b',
      RABBITMQ_URL: 'amqp://payment-service:q7Zr2mXw9KfT4sVb@a:1/b',
    };
    const env = { ...servers, ADMIN_TOKEN_FILE: file, ...handedOn(TOKEN) };
    expect(configOf(env).ADMIN_TOKEN).to.equal(TOKEN);
  });
});
