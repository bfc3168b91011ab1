import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runLogged } from './logged-run.ts';
import type { LoggedRun } from './logged-run.ts';

describe('A program whose output goes to a log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-logged-'));
  const logFile = join(dir, 'below', 'install.log');
  after(() => {
    rmSync(dir, { recursive: true });
  });

  const failureOf = async (script: string, limits: Partial<LoggedRun> = {}): Promise<string> => {
    try {
      await runLogged([process.execPath, '-e', script], { logFile, ...limits });
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is written down whole, both outputs, below its command line', async () => {
    await runLogged(['sh', '-c', 'echo one; echo two >&2'], { logFile });
    const lines = readFileSync(logFile, 'utf8').split('\n');
    expect(lines[0]).to.equal('$ sh -c echo one; echo two >&2');
    expect(lines.slice(1).sort()).to.deep.equal(['', 'one', 'two']);
  });

  it('fails with the last line that it printed, or with how it ended', async () => {
    expect(await failureOf(`console.log('E: no such package\\n'); process.exitCode = 100`)).to.equal(
      'E: no such package',
    );
    expect(await failureOf('process.exitCode = 3')).to.equal(`${process.execPath} ended with 3`);
    expect(await failureOf('process.exitCode = 0')).to.equal('none');
    const missing = runLogged(['no-such-program'], { logFile });
    expect(await missing.catch((error: unknown) => error)).to.have.property('code', 'ENOENT');
  });

  it('is ended when it takes too long, and when it is silent for too long', async () => {
    const ticking = 'setInterval(() => console.log("."), 50)';
    expect(await failureOf(ticking, { withinMs: 600, silentMs: 500 })).to.equal(
      'it did not end within 0.6 s',
    );
    expect(await failureOf('setInterval(() => {}, 50)', { silentMs: 500 })).to.equal(
      'no answer within 0.5 s',
    );
  });
});
