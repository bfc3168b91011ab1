import { expect } from 'chai';
import type { Facts } from './facts.ts';
import { findingsOf, isOlder } from './findings.ts';

const GIB = 1024 ** 3;
const none = { given: false, path: undefined, version: undefined };
const good: Facts = {
  node: { line: "Node 24.1.0: this machine's own", trouble: undefined },
  packagesTrouble: undefined,
  dataDir: '.data',
  mongod: { given: false, path: '/bin/mongod', version: '7.0.14' },
  rabbitmq: { given: false, path: '/bin/rabbitmq-server', version: '3.10.8', installable: false },
  docker: { path: undefined, runs: false },
  freeDisk: 9 * GIB,
  freeMemory: 9 * GIB,
  killed: [],
  running: undefined,
  testing: undefined,
};
const find = (changes: Partial<Facts>, about: RegExp) =>
  findingsOf({ ...good, ...changes }).find(({ sentence }) => about.test(sentence));
const missing = (changes: Partial<Facts>) =>
  findingsOf({ ...good, ...changes }).filter(({ state }) => state === 'violated');

describe('the doctor', () => {
  it('is content with a machine that has everything', () => {
    expect(missing({})).to.deep.equal([]);
  });

  it('says of everything that is missing how to get it', () => {
    const bare: Facts = {
      ...good,
      node: { line: '', trouble: 'Node 18.0.0 is too old' },
      packagesTrouble: 'they are not installed yet',
      rabbitmq: { ...none, installable: false },
      freeDisk: 0.2 * GIB,
    };
    const found = missing(bare);
    expect(found.map(({ sentence }) => sentence.split(/[: ]/)[0])).to.deep.equal([
      'Node',
      'npm',
      'RabbitMQ',
      'Disk',
    ]);
    for (const { next } of found) expect(next).to.be.a('string');
  });

  const docker = { path: '/bin/docker', runs: true };
  const rows: [what: string, facts: Partial<Facts>, about: RegExp, state: string][] = [
    ['no mongod can be downloaded', { mongod: none }, /^MongoDB: no mongod/, 'open'],
    ['no mongod is a container', { mongod: none, docker }, /^MongoDB: .* containers/, 'holds'],
    ['no RabbitMQ is installed by root', { rabbitmq: { ...none, installable: true } }, /^RabbitMQ/, 'open'],
    [
      'no RabbitMQ is a container',
      { rabbitmq: { ...none, installable: false }, docker },
      /^RabbitMQ/,
      'holds',
    ],
    ['a given address is taken', { mongod: { ...none, given: true } }, /^MongoDB: at the address/, 'holds'],
    [
      'an old mongod fails',
      { mongod: { ...none, path: 'm', version: '4.4.29' } },
      /4\.4.* too old/,
      'violated',
    ],
    ['little memory is slow', { freeMemory: GIB }, /^Memory: 1\.0 GiB/, 'open'],
    ['some disk is little', { freeDisk: GIB }, /^Disk: 1\.0 GiB/, 'open'],
    ['no Docker is no harm', {}, /^Docker: not installed/, 'open'],
    ['a killed launcher left something', { killed: [77] }, /pid 77/, 'open'],
    ['a running system is named', { running: 78 }, /pid 78/, 'holds'],
    ['running tests are named', { testing: 79 }, /npm test runs now \(pid 79\)/, 'open'],
  ];
  for (const [what, facts, about, state] of rows)
    it(what, () => expect(find(facts, about)).to.include({ state }));

  it('compares versions as numbers', () => {
    expect(isOlder('3.9.29', '3.10')).to.equal(true);
    expect(isOlder('3.10.0', '3.10')).to.equal(false);
    expect(isOlder('4.0', '3.10')).to.equal(false);
  });
});
