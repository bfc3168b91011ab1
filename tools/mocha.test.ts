import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runMocha, sum } from './mocha.ts';

describe('a run of mocha', function () {
  this.timeout(20_000);

  const countsOf = async (tests: string) => {
    const dir = mkdtempSync(join(tmpdir(), 'saga-lab-mocha-'));
    writeFileSync(join(dir, 'some.cjs'), tests);
    try {
      return await runMocha(['--no-config', join(dir, '*.cjs')], { output: 'ignore' });
    } finally {
      rmSync(dir, { recursive: true });
    }
  };

  it('counts what passed and what failed', async () => {
    expect(await countsOf(`it('a', () => {}); it('b', () => {});`)).to.deep.equal({ passed: 2, failed: 0 });
  });

  it('counts a run without a test, and one that dies, as a failure', async () => {
    expect(await countsOf('')).to.deep.equal({ passed: 0, failed: 1 });
    expect(await countsOf(`it('a', () => process.exit(0));`)).to.deep.equal({ passed: 0, failed: 1 });
  });

  it('is summed up', () => {
    expect(
      sum([
        { passed: 1, failed: 2 },
        { passed: 10, failed: 20 },
      ]),
    ).to.deep.equal({ passed: 11, failed: 22 });
  });
});
