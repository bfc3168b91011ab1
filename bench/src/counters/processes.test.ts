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

  it('leave out a process that has ended', () => {
    expect(processCounters([{ name: 'gone', pid: 2 ** 22 + 1 }])).to.deep.equal({});
  });
});
