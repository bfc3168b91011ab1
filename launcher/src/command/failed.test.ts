import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '../../..');
const stacksFile = join(root, '.data', 'logs', 'unexpected.log');
const prelude = `
  import { endOnFailures, failed } from './launcher/src/command/failed.ts';
  import { ExitError } from './launcher/src/command/exit-codes.ts';
  endOnFailures();
`;

/** A command whose last words are looked at. */
const run = (script: string) => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', prelude + script];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stderr, stdout };
};

describe('A command that fails', function () {
  this.timeout(30_000);
  const stacks = (): string => (existsSync(stacksFile) ? readFileSync(stacksFile, 'utf8') : '');

  it('says what an expected failure says, with its exit code', () => {
    expect(run(`failed(new ExitError(69, 'no broker'));`)).to.deep.equal({
      status: 69,
      stderr: 'no broker\n',
      stdout: '',
    });
  });

  for (const [how, script] of [
    ['caught', `try { null.x } catch (error) { failed(error) }`],
    ['thrown by the program', `null.x`],
    ['thrown later', `setTimeout(() => null.x)`],
    [
      'a rejection that nobody waits for',
      `void Promise.reject(new TypeError('null.x')); setTimeout(() => 0, 9999)`,
    ],
  ] as const)
    it(`shows nobody the stack of an unexpected one (${how}), and keeps it`, () => {
      const before = stacks().length;
      const { status, stderr, stdout } = run(script);
      expect([status, stdout]).to.deep.equal([70, '']);
      expect(stderr).to.match(
        /^Unexpected, so probably a bug: .*Where it happened: less .*unexpected\.log'?\n$/,
      );
      const kept = stacks();
      expect(kept.slice(before)).to.match(/TypeError: .*\n\s+at /);
      writeFileSync(stacksFile, kept.slice(0, before));
    });
});
