import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asking } from '@saga-lab/lab/client/request';
import { expect } from 'chai';
import { adviceLines, inWords, keepLogs } from './failure.ts';

const failing = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('What a person reads of a failure', () => {
  it('is what was expected and what was seen', () => {
    const error = failing(() => expect('PENDING', 'order o1').to.equal('APPROVED'));
    expect(inWords(error).split('\n')).to.deep.equal([
      "order o1: expected 'PENDING' to equal 'APPROVED'",
      'expected: APPROVED',
      'seen:     PENDING',
    ]);
    const share = failing(() => expect(0.4, 'share of orders that are through').to.be.at.least(0.5));
    expect(inWords(share)).to.equal('share of orders that are through: expected 0.4 to be at least 0.5');
  });

  it('has the whole of what a message only hints at', () => {
    const seen = { status: 'PENDING', lines: [{ sku: 'lamp', quantity: 1 }], total: 2_500 };
    const error = failing(() => expect(seen, 'order o1').to.deep.equal({ status: 'APPROVED' }));
    const [, expected, actual] = inWords(error).split('\n');
    expect(expected).to.equal("expected: { status: 'APPROVED' }");
    expect(actual).to.equal(
      "seen:     { status: 'PENDING', lines: [ { sku: 'lamp', quantity: 1 } ], total: 2500 }",
    );
  });

  it('is not longer than a screen', () => {
    const error = failing(() => expect(['x'.repeat(10_000)]).to.deep.equal([]));
    expect(inWords(error).split('\n').at(-1))
      .to.have.length.below(700)
      .and.match(/x.* \.\.\.$/);
  });

  it('has no stack, but the line of the scenario', () => {
    const error = new Error('saga s1 is still RUNNING');
    error.stack = `Error: saga s1 is still RUNNING
    at expectEnd (file:///lab/e2e/stage/expectations.ts:45:7)
    at async Object.play (file:///lab/e2e/scenarios/happy-path.ts:17:5)
    at async failureOf (file:///lab/e2e/stage/play.ts:60:3)`;
    expect(inWords(error)).to.equal('saga s1 is still RUNNING\nin e2e/scenarios/happy-path.ts:17');
  });

  it('tells a bug of the scenario from a finding', () => {
    const error = new TypeError('order.lines is not iterable');
    expect(inWords(error)).to.equal('the scenario itself is wrong: order.lines is not iterable');
  });

  it('says that a service did not answer, and why', async () => {
    const urls = { 'order-service': 'http://127.0.0.1:1' } as Parameters<typeof asking>[0]['urls'];
    const ask = asking({ urls, adminToken: 'q7Zr2mXw9KfT4sVb' });
    const error = await ask('order-service', { method: 'get', path: '/orders' }).catch((e: unknown) => e);
    expect(inWords(error)).to.match(/^a service did not answer: .*ECONNREFUSED/);
  });

  it('ends with where the logs are and what to type next', () => {
    const logs = join(import.meta.dirname, '../../.data/failed/happy-path');
    expect(adviceLines({ name: 'happy-path', logs, stillRuns: false })).to.deep.equal([
      'happy-path failed.',
      'Logs of the services: .data/failed/happy-path/',
      'Play it again: npm run scenario -- happy-path',
    ]);
    expect(adviceLines({ name: 'happy-path', logs: undefined, stillRuns: true })).to.deep.equal([
      'happy-path failed.',
      'Look at the system: npm run lab -- status',
      'Play it again: npm run scenario -- happy-path',
    ]);
  });
});

describe('The logs of a failed scenario', () => {
  it('outlive its system, and replace those of the last failure', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-logs-'));
    const logs = join(dataDir, 'logs');
    for (const folder of ['logs', 'broker']) mkdirSync(join(dataDir, folder));
    writeFileSync(join(logs, 'order-service.log'), 'one');
    writeFileSync(join(dataDir, 'broker', 'broker.log'), 'two');
    const kept = keepLogs(logs, 'a-test-of-kept-logs') ?? '';
    try {
      expect(readFileSync(join(kept, 'order-service.log'), 'utf8')).to.equal('one');
      expect(readFileSync(join(kept, 'broker.log'), 'utf8')).to.equal('two');
      rmSync(join(logs, 'order-service.log'));
      writeFileSync(join(dataDir, 'broker', 'broker.log'), 'three');
      keepLogs(logs, 'a-test-of-kept-logs');
      expect(readFileSync(join(kept, 'broker.log'), 'utf8')).to.equal('three');
      expect(() => readFileSync(join(kept, 'order-service.log'))).to.throw('ENOENT');
    } finally {
      rmSync(dataDir, { recursive: true });
      rmSync(kept, { recursive: true });
    }
  });

  it('are none where no part wrote any', () => {
    expect(keepLogs(undefined, 'x')).to.equal(undefined);
    expect(keepLogs(join(tmpdir(), 'saga-lab-no-such-folder'), 'x')).to.equal(undefined);
  });
});
