import { spawn } from 'node:child_process';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { parsed, processCounters } from './processes.ts';

describe('The counters of processes', () => {
  it('are read from what the kernel says, whatever the command is called', () => {
    const fields = Array.from({ length: 50 }, (_, n) => n + 3); // each field holds its own number
    const stat = `7 (node) worse) R ${fields.slice(1).join(' ')}`;
    const io =
      'rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\ncancelled_write_bytes: 7\n';
    expect(parsed({ stat, io })).to.deep.equal({
      cpuMs: (14 + 15) * 10,
      writeCalls: 4,
      diskBytes: 6,
      memoryMiB: (24 * 4_096) / 2 ** 20,
    });
  });

  it('are of a process and of those that it has started together, ended or not', async () => {
    const work = 'head -c 20000000 /dev/zero | md5sum > /dev/null; sleep 60 & wait';
    const { pid = 0 } = spawn('bash', ['-c', work], { detached: true, stdio: 'ignore' });
    try {
      const read = (family: boolean) => processCounters([{ name: 'it', pid, family }])['it'];
      await eventually(() => {
        const [alone, all] = [read(false), read(true)];
        expect(all?.cpuMs, 'of those that have ended').to.be.above(alone?.cpuMs ?? Number.NaN);
        expect(all?.memoryMiB, 'of those that run').to.be.above(alone?.memoryMiB ?? Number.NaN);
      });
    } finally {
      process.kill(-pid);
    }
  });

  it('leave out a process that has ended', () => {
    expect(processCounters([{ name: 'gone', pid: 2 ** 22 + 1 }])).to.deep.equal({});
  });
});
