// A program that a contestant needs beside the programs of this project, as a process that ends with whoever started it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOfLog, openLog } from '@saga-lab/launcher/processes/programs';
import { eventually } from '@saga-lab/platform/time/eventually';

const UP_WITHIN_MS = 60_000;

export interface ServerProgram {
  readonly commandLine: readonly [program: string, ...args: string[]];
  readonly inside: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly uid?: number;
    readonly gid?: number;
  };
  readonly logFile: string;
  /** Rejects as long as it does not answer. */
  readonly isUp: () => Promise<unknown>;
  /** How long it may take, ms; a minute unless told. */
  readonly upWithinMs?: number;
  /** That ends it in order. */
  readonly signal: NodeJS.Signals;
}

export interface Server {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** @throws ExitError 69 if it does not come up, with the end of its log */
export const startServer = async ({
  commandLine: [program, ...args],
  inside,
  logFile,
  isUp,
  upWithinMs = UP_WITHIN_MS,
  signal,
}: ServerProgram): Promise<Server> => {
  const log = openLog(logFile);
  const child = spawn(program, args, { ...inside, stdio: ['ignore', log.fd, log.fd] });
  log.close();
  const gone = once(child, 'exit');
  gone.catch(() => undefined); // one that cannot be run at all is found out below
  const stop = async () => {
    child.kill(signal);
    if (child.pid !== undefined) await gone;
  };
  try {
    const ended = gone.then(() => Promise.reject(new Error('it has ended')));
    await Promise.race([eventually(isUp, { timeoutMs: upWithinMs, everyMs: 100 }), ended]);
  } catch {
    await stop();
    throw new ExitError(exitCodes.missing, `${basename(program)} does not come up. ${endOfLog(logFile)}`);
  }
  return { pid: child.pid ?? 0, stop };
};
