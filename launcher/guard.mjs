// Ends every process of one system once its launcher is gone, however that died (SIGKILL too).
//   node guard.mjs <mark>
// All processes of a system inherit SAGA_LAB_MARK=<mark>, also those that daemons start; nobody else's have it. So there is
// no list to keep, and a pid that was used again is never mistaken. The launcher holds this process's stdin open; its end is
// the launcher's end. Plain JavaScript, because it has to start fast and stay small.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TERM_GRACE_MS = 3000;
const wanted = `SAGA_LAB_MARK=${process.argv[2]}`;

const environmentOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // gone, or another user's
  }
};

const fromProc = () =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(wanted));

/** Systems without /proc: ps shows the environment of one's own processes behind the command. */
const fromPs = () =>
  execFileSync('ps', ['-axEww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.split(' ').includes(wanted))
    .map((line) => line.trim().split(' ')[0]);

const marked = () => (process.platform === 'linux' ? fromProc() : fromPs()).map(Number);

const signalAll = (pids, signal) => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // gone meanwhile
    }
  }
};

const sweep = async (graceMs) => {
  signalAll(marked(), 'SIGTERM');
  signalAll(marked(), 'SIGCONT'); // one that is stopped could not hear it
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && marked().length > 0) await sleep(50);
  // Again and again: a process may start another between our look and its end.
  for (let left = marked(); left.length > 0; left = marked()) {
    signalAll(left, 'SIGKILL');
    await sleep(50);
  }
};

// The terminal's Ctrl-C and a closed terminal are the launcher's to answer.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
let graceMs = TERM_GRACE_MS;
process.stdin.on('error', () => undefined);
process.stdin.on('data', () => (graceMs = 0)); // the launcher's last word may be: now
process.stdin.once('close', () => void sweep(graceMs).then(() => process.exit(0)));
