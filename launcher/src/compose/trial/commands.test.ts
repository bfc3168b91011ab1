import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { commandsWith, Interrupted } from './commands.ts';
import type { Commands } from './commands.ts';

describe('The commands of the trial', () => {
  let dir: string;
  let commands: Commands;
  const logged = () => readFileSync(commands.logFile, 'utf8');
  const shell = (script: string) => ['sh', '-c', script];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-commands-'));
    commands = commandsWith(join(dir, 'log'), { PATH: process.env.PATH, COLOUR: 'green' });
  });
  afterEach(() => {
    commands.stop();
    rmSync(dir, { recursive: true });
  });

  it('give back how they ended and what they printed, and leave all of it in the log', async () => {
    const script = 'echo $COLOUR $SIZE; echo trouble >&2; exit 3';
    const { code, stdout, output } = await commands.tried(shell(script), { env: { SIZE: 'large' } });
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: 'green large' });
    expect(output.split('\n')).to.have.members(['green large', 'trouble']);
    expect(logged()).to.include(`$ sh -c ${script}\n`).and.include('trouble\n');
  });

  it('read a file as their input', async () => {
    writeFileSync(join(dir, 'input'), 'from a file');
    expect(await commands.done(['cat'], { input: join(dir, 'input') })).to.equal('from a file');
  });

  it('leave nothing in the log when they are asked again and again', async () => {
    expect(await commands.done(shell('echo same'), { quiet: true })).to.equal('same');
    expect(logged()).to.equal('');
  });

  it('say which one failed, and how the log ends', async () => {
    const failed = await commands.done(shell('echo why; exit 4')).catch((error: unknown) => String(error));
    expect(failed).to.match(/`sh -c echo why; exit 4` ended with 4\.[^]*why$/);
  });

  it('end with all that they started when they are told to stop, and none begins any more', async () => {
    const running = commands.tried(shell('sleep 600 & echo $! > pid; wait'), { cwd: dir });
    const pid = await eventually(() => {
      const text = readFileSync(join(dir, 'pid'), 'utf8').trim();
      expect(text).not.to.equal('');
      return Number(text);
    });
    commands.stop();
    expect(await running.catch((error: unknown) => error)).to.be.instanceOf(Interrupted);
    await eventually(() => {
      expect(() => process.kill(pid, 0)).to.throw('ESRCH');
    });
    expect(await commands.tried(shell('true')).catch((error: unknown) => error)).to.be.instanceOf(
      Interrupted,
    );
  });
});
