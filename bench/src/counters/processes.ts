// What the kernel counts of processes: processor time, memory, and calls that write to a socket or a file.
import { readFileSync } from 'node:fs';

export interface Process {
  readonly name: string;
  readonly pid: number;
  /** With the processes that it has started, those that have ended included. */
  readonly family?: boolean;
}

/** Of one process since it began. */
export interface ProcessCounters {
  /** Milliseconds of processor time, in user and kernel mode. */
  readonly cpuMs: number;
  /** Calls of write and its kin: what Node.js writes to a socket is one of them, what mongod sends by `sendmsg` is not. */
  readonly writeCalls: number;
  /** Bytes that went to the disk, or will. */
  readonly diskBytes: number;
  /** Resident at this moment, MiB. */
  readonly memoryMiB: number;
}

const TICK_MS = 10; // proc_pid_stat(5): clock ticks, 100 a second on Linux
const PAGE_MIB = 4_096 / 2 ** 20;

/** By name; a process that is not there, or one of a system without /proc, is left out. */
export const processCounters = (processes: readonly Process[]): Readonly<Record<string, ProcessCounters>> =>
  Object.fromEntries(
    processes.flatMap(({ name, pid, family = false }) => {
      const counters = family ? countersOfFamily(pid) : countersOf(pid);
      return counters ? [[name, counters]] : [];
    }),
  );

/** Whoever has ended is in the counters of its parent. */
const countersOfFamily = (pid: number): ProcessCounters | undefined => {
  const parent = countersOf(pid, 'with those that have ended');
  const children = childrenOf(pid).map((child) => countersOf(child));
  return parent && [parent, ...children.filter((one) => one !== undefined)].reduce(added);
};

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  } catch {
    return [];
  }
};

const added = (one: ProcessCounters, other: ProcessCounters): ProcessCounters => ({
  cpuMs: one.cpuMs + other.cpuMs,
  writeCalls: one.writeCalls + other.writeCalls,
  diskBytes: one.diskBytes + other.diskBytes,
  memoryMiB: one.memoryMiB + other.memoryMiB,
});

type Children = 'with those that have ended';

const countersOf = (pid: number, children?: Children): ProcessCounters | undefined => {
  try {
    const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
    return parsed({ stat: read('stat'), io: read('io') }, children);
  } catch {
    return undefined;
  }
};

/** @param texts of the files of these names in /proc/PID */
export const parsed = (
  { stat, io }: { readonly stat: string; readonly io: string },
  children?: Children,
): ProcessCounters => {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (n: number) => fields[n - 3] ?? 0; // the first two stand before that bracket
  const ofIo = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? 0);
  return {
    cpuMs: (field(14) + field(15) + (children ? field(16) + field(17) : 0)) * TICK_MS,
    writeCalls: ofIo('syscw'),
    diskBytes: ofIo('write_bytes'),
    memoryMiB: field(24) * PAGE_MIB,
  };
};
