// When a process started: with its pid, that names it for ever.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** proc_pid_stat(5): the fields after the command's name, which may hold spaces and brackets; field 22 is the start time. */
const START_TIME_BEHIND_NAME = 19;

const fromProc = (pid: number): string | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[START_TIME_BEHIND_NAME]; // a zombie has ended, only nobody asked yet
};

const fromPs = (pid: number): string =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();

/** An opaque text, the same as long as this very process lives; `undefined` if there is no such process. */
export const startTimeOf = (pid: number): string | undefined => {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
};
