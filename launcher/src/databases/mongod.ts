// One database that was started here: a replica set of one member, on a private port, with its own data.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../processes/free-port.ts';
import { endOfLog, isDeadly, openLog } from '../processes/programs.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { isPrimary, SET } from './replica-set.ts';

const UP_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

export interface Mongod {
  readonly port: number;
  readonly url: string;
  readonly pid: number | undefined;
  /** Directory with all that it keeps. */
  readonly data: string;
  /** A signal that ends it keeps it down until `start`, and resolves when it is gone; others are just sent. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** On the same port and data as before; resolves when it is up. @throws ExitError with the end of its log */
  readonly start: () => Promise<void>;
}

/** How to run one mongod that listens on a port of this machine: as a process of its own, or in a container. */
export interface MongodProgram {
  readonly commandLine: (port: number, dbpath: string) => readonly [program: string, ...args: string[]];
  readonly send: (child: ChildProcess, port: number, signal: NodeJS.Signals) => void;
}

export const ownProgram = (program: string): MongodProgram => ({
  commandLine: (port, dbpath) => [
    program,
    ...['--bind_ip', '127.0.0.1', '--dbpath', dbpath, ...mongodOptions(port)],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ],
  send: (child, _port, signal) => void child.kill(signal),
});

/**
 * Of its small cache 40 % may be changed (30 % by what is newer than a page) before it begins to write pages to the data files. By default that
 * is 5 % and 2.5 %, and pages that the next commits change again are written every few seconds. A crash loses nothing: what a commit says is in the journal.
 */
const EVICTION = [
  ...['eviction_dirty_target=40', 'eviction_dirty_trigger=60'],
  ...['eviction_updates_target=30', 'eviction_updates_trigger=50'],
].join();

export const mongodOptions = (port: number): readonly string[] => [
  ...['--port', String(port), '--replSet', SET],
  ...['--wiredTigerCacheSizeGB', '0.25', '--wiredTigerEngineConfigString', EVICTION],
  // For readings of the past, of which there are none here: five minutes unless told, of all that any document was.
  ...['--setParameter', 'minSnapshotHistoryWindowInSeconds=5'],
  // A primary that is told to end lets its clients look for another one for so long, 15 s unless told.
  ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=500'],
];

/** Data and log are in `dir`. It is up once `isUp` says so: a set of its own unless told. */
export const mongod = async (
  runnable: MongodProgram,
  dir: string,
  isUp: (port: number) => Promise<boolean> = isPrimary,
): Promise<Mongod> => {
  const port = await freePort();
  const data = join(dir, 'data');
  const logFile = join(dir, 'mongod.log');
  mkdirSync(data, { recursive: true });
  let child: ChildProcess | undefined;

  const begin = () => {
    const [program, ...args] = runnable.commandLine(port, data);
    const log = openLog(logFile);
    const started = spawn(program, args, { detached: true, stdio: ['ignore', log.fd, log.fd] });
    log.close();
    const gone = () => {
      if (child === started) child = undefined;
    };
    started.once('exit', gone).once('error', gone);
    child = started;
    return started;
  };
  const kill = async (signal: NodeJS.Signals) => {
    const running = child;
    if (!running) return;
    if (!isDeadly(signal)) {
      runnable.send(running, port, signal);
      return;
    }
    const exited = once(running, 'exit');
    runnable.send(running, port, signal);
    const late = setTimeout(() => {
      runnable.send(running, port, 'SIGKILL');
    }, STOP_WITHIN_MS);
    await exited.finally(() => {
      clearTimeout(late);
    });
  };
  return {
    port,
    url: `mongodb://127.0.0.1:${port}/${SET}?replicaSet=${SET}`,
    get pid() {
      return child?.pid;
    },
    data,
    kill,
    start: async () => {
      const running = child ?? begin();
      const deadline = Date.now() + UP_WITHIN_MS;
      while (!(await isUp(port))) {
        if (child === running && Date.now() < deadline) {
          await sleep(50);
          continue;
        }
        await kill('SIGKILL');
        throw new ExitError(exitCodes.missing, `MongoDB does not come up. ${endOfLog(logFile)}`);
      }
    },
  };
};
