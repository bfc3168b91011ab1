// The launcher alone, over stub services: crashes, kills, and an end that leaves nothing.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { ExitError } from '../command/exit-codes.ts';
import { startTimeOf } from '../processes/process-time.ts';
import type { System } from './running-system.ts';
import { readState, runningSystem } from './state-file.ts';
import { startStubSystem } from '../testing/stub-system.ts';

const stubLauncher = fileURLToPath(new URL('../testing/stub-launcher.ts', import.meta.url));

const answer = async (url: string): Promise<{ pid: number; instance: string }> => {
  const response = await fetch(url);
  return (await response.json()) as { pid: number; instance: string };
};

const isGone = (pid: number): boolean => startTimeOf(pid) === undefined;

const pidsOf = (parts: readonly { pid?: number }[]): number[] =>
  parts.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));

/** The guard has the mark on its command line, and it alone. */
const guardOf = (mark: string): number => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return Number(pids.find((pid) => commandOf(pid).includes(mark)));
};

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone meanwhile
  }
};

describe('a system of processes', () => {
  let dataDir: string;
  let system: System | undefined;
  let launcher: ChildProcess | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-system-'));
  });
  afterEach(async () => {
    await system?.stop('now');
    launcher?.kill('SIGKILL');
    [system, launcher] = [undefined, undefined];
    rmSync(dataDir, { recursive: true });
  });

  const startLauncher = async (crashes = ''): Promise<ChildProcess> => {
    launcher = spawn(process.execPath, ['--import', 'tsx', stubLauncher, dataDir, crashes], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (launcher.stdout) await once(launcher.stdout, 'data');
    return launcher;
  };

  it('answers on every instance, lists all of it in system.json, and ends all of it', async () => {
    system = await startStubSystem({ dataDir, instances: 2 });
    const state = runningSystem(dataDir);
    expect(state?.parts.map((part) => part.name)).to.deep.equal([
      'order-service',
      'order-service#2',
      'payment-service',
      'payment-service#2',
      'broker',
    ]);
    expect(state?.urls).to.deep.equal(system.urls());
    expect((await answer(system.url('order-service', 2))).instance).to.equal('2');
    expect(statSync(join(dataDir, 'system.json')).mode & 0o777).to.equal(0o600);
    const pids = pidsOf(system.parts());
    expect(pids).to.have.length(5);
    await system.stop();
    expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    expect(readState(dataDir)).to.equal(undefined);
  });

  // @covers R-58
  it('starts a crashed service again at its old address', async () => {
    system = await startStubSystem({ dataDir });
    const url = system.url('order-service');
    const before = await answer(url);
    await fetch(`${url}/crash`).catch(() => undefined);
    const after = await eventually(() => answer(url));
    expect(after.pid).not.to.equal(before.pid);
    expect(runningSystem(dataDir)?.parts[0]?.pid).to.equal(after.pid);
  });

  it('keeps a killed part down until it is started', async () => {
    system = await startStubSystem({ dataDir });
    const url = system.url('payment-service');
    await system.kill('payment-service');
    await new Promise((resolve) => setTimeout(resolve, 500)); // longer than the first back-off of a crash
    expect(system.parts().find((part) => part.name === 'payment-service')?.pid).to.equal(undefined);
    await system.start('payment-service');
    expect((await answer(url)).instance).to.equal('1');
  });

  // @covers F-12
  it('stops everything when a service keeps crashing', async () => {
    system = await startStubSystem({ dataDir });
    const pids = pidsOf(system.parts());
    const said = new Promise<string>((resolve) => system?.onCrash(resolve));
    const url = system.url('order-service');
    const crashing = setInterval(() => void fetch(`${url}/crash`).catch(() => undefined), 50);
    expect(await said).to.match(/^order-service does not stay up \(exit code 1\)/);
    clearInterval(crashing);
    expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
  });

  it('fails a start with the end of the log of the service that does not come up', async () => {
    const failure = await startStubSystem({ dataDir, crashes: 'at-start' }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ExitError);
    expect((failure as ExitError).message).to.match(/does not stay up .*cannot read the moon phase/s);
    expect(readState(dataDir)).to.equal(undefined);
  });

  it('does not try a service with a bad configuration twice', async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const failure = await startStubSystem({ dataDir, crashes: 'configuration', log }).catch(
      (error: unknown) => error,
    );
    expect((failure as ExitError).exitCode).to.equal(78);
    expect(lines).to.deep.equal([]);
  });

  it('refuses a data directory that serves a live system', async () => {
    system = await startStubSystem({ dataDir });
    const failure = await startStubSystem({ dataDir }).catch((error: unknown) => error);
    expect((failure as ExitError).message).to.match(/^A system runs already/);
    expect((await answer(system.url('order-service'))).instance).to.equal('1');
  });

  it('gives a data directory to one of two that start at once', async () => {
    const starts = await Promise.allSettled([startStubSystem({ dataDir }), startStubSystem({ dataDir })]);
    [system] = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
    const refused = starts.flatMap((start) =>
      start.status === 'rejected' ? (start.reason as ExitError) : [],
    );
    expect(refused.map(({ message }) => message)).to.have.length(1);
    expect(refused[0]?.message).to.match(/^A system runs already/);
  });

  it('is stopped in order by SIGTERM, and nothing is left when its launcher has ended', async () => {
    const launcher = await startLauncher();
    const pids = pidsOf(runningSystem(dataDir)?.parts ?? []);
    launcher.kill('SIGTERM');
    expect(await once(launcher, 'exit')).to.deep.equal([0, null]);
    expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    expect(readState(dataDir)).to.equal(undefined);
  });

  it('is stopped in order by one Ctrl-C, which npm passes on once more', async () => {
    const launcher = await startLauncher();
    let said = '';
    launcher.stdout?.on('data', (text) => (said += String(text)));
    launcher.kill('SIGINT');
    for (const since = performance.now(); performance.now() - since < 5;); // npm is quick; on a busy machine no timer is
    launcher.kill('SIGINT');
    expect(await once(launcher, 'exit')).to.deep.equal([0, null]);
    expect(said).to.equal('SIGINT: stopping (again: at once)\n');
  });

  it('is stopped at once by a second Ctrl-C, however deaf the services are', async () => {
    const launcher = await startLauncher('deaf');
    const pids = pidsOf(runningSystem(dataDir)?.parts ?? []);
    const since = performance.now();
    launcher.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 200)); // a person's second keystroke
    launcher.kill('SIGINT');
    expect(await once(launcher, 'exit')).to.deep.equal([130, null]);
    expect(performance.now() - since).to.be.below(3_000);
    expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
  });

  it('ends when npm is killed, which tells nobody', async () => {
    const command = `"$0" --import tsx "$1" "$2" & wait`;
    const npm = spawn('sh', ['-c', command, process.execPath, stubLauncher, dataDir], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(npm.stdout, 'data');
    const state = runningSystem(dataDir);
    const pids = [state?.launcher.pid ?? 0, ...pidsOf(state?.parts ?? [])];
    npm.kill('SIGKILL');
    await eventually(() => {
      expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    });
  });

  it('leaves nothing when its launcher is killed with SIGKILL', async () => {
    const killed = await startLauncher();
    const pids = pidsOf(runningSystem(dataDir)?.parts ?? []);
    expect(pids).to.have.length(3);
    killed.kill('SIGKILL');
    await eventually(() => {
      expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    });
  });

  it('leaves nothing when its launcher is killed and the services are deaf to SIGTERM', async () => {
    const killed = await startLauncher('deaf');
    const pids = pidsOf(runningSystem(dataDir)?.parts ?? []);
    killed.kill('SIGKILL');
    await eventually(() => {
      expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    });
  });

  it('ends at the next start what was left because launcher and guard were killed', async () => {
    const killed = await startLauncher('deaf');
    const state = runningSystem(dataDir);
    const pids = pidsOf(state?.parts ?? []);
    process.kill(guardOf(state?.mark ?? ''), 'SIGKILL');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(pids.filter((pid) => isGone(pid))).to.deep.equal([]);
    system = await startStubSystem({ dataDir });
    expect(pids.filter((pid) => !isGone(pid))).to.deep.equal([]);
    expect(existsSync(join(dataDir, 'system.json'))).to.equal(true);
  });
});
