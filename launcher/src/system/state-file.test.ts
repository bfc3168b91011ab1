import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTimeOf } from '../processes/process-time.ts';
import { createState, isAlive, readState, removeState, runningSystem, writeState } from './state-file.ts';
import type { SystemState } from './state-file.ts';

const stateOf = (pid: number, startTime = startTimeOf(pid) ?? 'none'): SystemState => ({
  status: 'running',
  engine: 'memory',
  mark: 'm',
  launcher: { pid, startTime },
  adminToken: 'secret',
  urls: {},
  parts: [{ name: 'order-service', url: 'http://127.0.0.1:1', pid: 7 }],
});

describe('state file', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-state-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it('is read back as it was written', () => {
    const state = stateOf(process.pid);
    writeState(dataDir, state);
    expect(readState(dataDir)).to.deep.equal(state);
    expect(readdirSync(dataDir)).to.deep.equal(['system.json']);
  });

  it('is readable by its owner only, also when a wider one was there', () => {
    writeFileSync(join(dataDir, 'system.json'), '{}', { mode: 0o644 });
    writeState(dataDir, stateOf(process.pid));
    expect(statSync(join(dataDir, 'system.json')).mode & 0o777).to.equal(0o600);
  });

  it('is created once, however many try', () => {
    expect([1, 2].map(() => createState(dataDir, stateOf(process.pid)))).to.deep.equal([true, false]);
    expect(readdirSync(dataDir)).to.deep.equal(['system.json']);
  });

  it('is nothing when absent, removed or broken', () => {
    expect(readState(dataDir)).to.equal(undefined);
    writeState(dataDir, stateOf(process.pid));
    removeState(dataDir);
    expect(readState(dataDir)).to.equal(undefined);
    writeFileSync(join(dataDir, 'system.json'), '{"engine":');
    expect(readState(dataDir)).to.equal(undefined);
  });

  it('names a running system only while its launcher lives', async () => {
    const launcher = spawn('sleep', ['60']);
    const state = stateOf(launcher.pid ?? 0);
    writeState(dataDir, state);
    expect(runningSystem(dataDir)).to.deep.equal(state);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    expect(runningSystem(dataDir)).to.equal(undefined);
  });

  it('names no system that is still starting', () => {
    writeState(dataDir, { ...stateOf(process.pid), status: 'starting' });
    expect(runningSystem(dataDir)).to.equal(undefined);
  });

  it('does not take another process with the same pid for the launcher', () => {
    expect(isAlive(stateOf(process.pid))).to.equal(true);
    expect(isAlive(stateOf(process.pid, '1'))).to.equal(false);
  });
});
