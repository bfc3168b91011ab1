import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '../decider/errors.ts';
import { commonSettings, readConfig, type Environment } from './config.ts';

const GOOD = {
  MONGO_URL: 'mongodb://order:p4ssw0rd-m@127.0.0.1:27017/orders?replicaSet=rs0',
  RABBITMQ_URL: 'amqp://order:p4ssw0rd-r@127.0.0.1:5672/lab',
  ADMIN_TOKEN: 'q7Zr2mXw9KfT4sVb',
};

/** The one line that a bad configuration ends with. */
const complaint = (changes: Environment): string => {
  try {
    readConfig(commonSettings, { ...GOOD, ...changes });
  } catch (error) {
    expect(error).to.be.instanceOf(PermanentError).and.include({ code: 'CONFIG' });
    return (error as Error).message;
  }
  return 'accepted';
};

describe('the configuration', () => {
  // @covers R-12
  it('is typed and has defaults', () => {
    const config = readConfig(commonSettings, { ...GOOD, PORT: '8080', LOG_LEVEL: '', OTHER: 'x' });
    expect(config).to.include({ ...GOOD, HOST: '127.0.0.1', PORT: 8080, PREFETCH: 50, LOG_LEVEL: 'info' });
    expect(config).not.to.have.property('OTHER');
  });

  it('says what every setting is for', () => {
    for (const [name, setting] of Object.entries(commonSettings.shape))
      expect(setting.description, name).to.be.a('string').and.not.empty;
  });

  const bad: [name: string, changes: Environment, line: RegExp][] = [
    ['a missing address', { MONGO_URL: undefined }, /^MONGO_URL is missing$/],
    ['an empty address', { RABBITMQ_URL: '' }, /^RABBITMQ_URL is missing$/],
    ['another protocol', { MONGO_URL: 'http://sesame@db' }, /^MONGO_URL must be a mongodb:\/\/ URL$/],
    ['no address', { RABBITMQ_URL: 'sesame' }, /^RABBITMQ_URL must be an amqp:\/\/ URL$/],
    [
      'a node of a cluster without an address',
      { RABBITMQ_URL: 'amqp://me:p4ssw0rd-r@h,amqp://me:p4ssw0rd-r@h:sesame' },
      /^RABBITMQ_URL must be an amqp:\/\/ URL$/,
    ],
    [
      'a node of a cluster that begins with its user',
      { RABBITMQ_URL: 'amqp://me:p4ssw0rd-r@h/lab,me:sesame@h2/lab' },
      /^RABBITMQ_URL must have amqp:\/\/ before the address of each node$/,
    ],
    [
      'a node of a cluster with the default user',
      { RABBITMQ_URL: 'amqp://me:p4ssw0rd-r@h,amqp://guest:guest@h' },
      /^RABBITMQ_URL must not use/,
    ],
    ['the default user', { RABBITMQ_URL: 'amqp://guest:guest@h' }, /^RABBITMQ_URL must not use the broker's/],
    ['no user, which is the default user', { RABBITMQ_URL: 'amqp://h' }, /^RABBITMQ_URL must not use/],
    ['a user without a password', { RABBITMQ_URL: 'amqp://me@h' }, /^RABBITMQ_URL must hold the password/],
    [
      'an example as password of the broker',
      { RABBITMQ_URL: 'amqp://me:change-me-sesame@h' },
      /^RABBITMQ_URL must not hold an example/,
    ],
    [
      'an example as password of the database',
      { MONGO_URL: 'mongodb://me:example-sesame@h,i/db' },
      /^MONGO_URL must not hold an example/,
    ],
    ['a short token', { ADMIN_TOKEN: 'sesame' }, /^ADMIN_TOKEN must have at least 16 characters/],
    ['an example as token', { ADMIN_TOKEN: 'change-me-please-now' }, /^ADMIN_TOKEN looks like an example/],
    ['one letter as token', { ADMIN_TOKEN: 'a'.repeat(20) }, /^ADMIN_TOKEN looks like an example/],
    [
      'a token with spaces',
      { ADMIN_TOKEN: 'sesame open yourself now' },
      /^ADMIN_TOKEN must be visible ASCII/,
    ],
    ['a port that is none', { PORT: '65536' }, /^PORT must be a whole number from 0 to 65535$/],
    ['a negative port', { PORT: '-1' }, /^PORT must be a whole number/],
    ['prefetch 0', { PREFETCH: '0' }, /^PREFETCH must be a whole number from 1 to 1000$/],
    ['prefetch NaN', { PREFETCH: 'NaN' }, /^PREFETCH must be/],
    ['a fraction', { SWEEP_MS: '1.5' }, /^SWEEP_MS must be/],
    ['an unknown log level', { LOG_LEVEL: 'sesame' }, /^LOG_LEVEL must be fatal, error/],
    [
      'a file that is not there',
      { ADMIN_TOKEN: '', ADMIN_TOKEN_FILE: '/sesame' },
      /^ADMIN_TOKEN_FILE names a file/,
    ],
    ['a setting twice', { ADMIN_TOKEN_FILE: '/sesame' }, /^ADMIN_TOKEN_FILE and ADMIN_TOKEN are both set/],
  ];
  for (const [name, changes, line] of bad)
    // @covers R-56
    it(`refuses ${name} in one line without the value`, () => {
      const message = complaint(changes);
      expect(message).to.match(line);
      expect(message).not.to.match(/\n|sesame|p4ssw0rd/);
    });

  it('names everything that is wrong at once', () => {
    const message = complaint({ MONGO_URL: undefined, PORT: 'x', ADMIN_TOKEN: 'short' });
    expect(message.split('; ')).to.have.length(3);
  });

  it('takes secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    try {
      const file = join(folder, 'token');
      writeFileSync(file, `${GOOD.ADMIN_TOKEN}\n`);
      const given = { ...GOOD, ADMIN_TOKEN: '', ADMIN_TOKEN_FILE: file };
      expect(readConfig(commonSettings, given).ADMIN_TOKEN).to.equal(GOOD.ADMIN_TOKEN);
      writeFileSync(file, '\n');
      expect(complaint(given)).to.match(/ADMIN_TOKEN_FILE names an empty file/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
