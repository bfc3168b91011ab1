import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { factsOf, rabbitmqVersion } from './facts.ts';

describe('the facts about a machine', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-facts-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('hold the version of RabbitMQ, found beside the program that is behind the link, which is not run', () => {
    const folder = join(dir, 'lib', 'broker');
    for (const name of ['sbin', 'plugins/rabbit_common-3.10.8', 'plugins/rabbit-3.10.8'])
      mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'sbin/rabbitmq-server'), `#!/bin/sh\ntouch ${dir}/was-run\n`, { mode: 0o755 });
    symlinkSync(join(folder, 'sbin/rabbitmq-server'), join(dir, 'rabbitmq-server'));
    expect(rabbitmqVersion(join(dir, 'rabbitmq-server'))).to.equal('3.10.8');
    expect(rabbitmqVersion(join(dir, 'nowhere'))).to.equal(undefined);
  });

  it('hold the launcher that was killed, also in a directory below, and no other', () => {
    const state = { status: 'running', launcher: { pid: 2 ** 30, startTime: '1' } };
    mkdirSync(join(dir, 'test'));
    writeFileSync(join(dir, 'test/system.json'), JSON.stringify(state));
    const { killed, running, testing } = factsOf(dir, {});
    expect({ killed, running, testing }).to.deep.equal({
      killed: [2 ** 30],
      running: undefined,
      testing: undefined,
    });
  });

  it('hold the disk of a directory that is not there yet', () => {
    expect(factsOf(join(dir, 'not/yet'), {}).freeDisk).to.be.above(0);
  });

  it('know which addresses are given', () => {
    const { mongod, rabbitmq } = factsOf(dir, { SAGA_LAB_MONGO_URLS: 'mongodb://a' });
    expect([mongod.given, rabbitmq.given]).to.deep.equal([true, false]);
  });
});
