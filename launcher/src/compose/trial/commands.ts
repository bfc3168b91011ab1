// The programs that the trial runs: each in a process group of its own, its output in the log and in the hand of who asked.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@saga-lab/platform/service/config';
import { endOfLog } from '../../processes/programs.ts';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** All that it printed, complaints too. */
  readonly output: string;
}

export interface Options {
  readonly cwd?: string;
  readonly env?: Environment;
  /** The file that it reads as its input. */
  readonly input?: string;
  /** For what is asked again and again: it is not in the log. */
  readonly quiet?: boolean;
}

export interface Commands {
  readonly logFile: string;
  /** Resolves however it ends. */
  readonly tried: (command: readonly string[], options?: Options) => Promise<Ended>;
  /** What it printed on stdout. @throws Error unless it ends with 0. */
  readonly done: (command: readonly string[], options?: Options) => Promise<string>;
  /** Goes on beside the others; a Ctrl-C at the terminal does not reach it. */
  readonly begun: (command: readonly string[], options?: Options) => ChildProcess;
  /** Ends what runs; what is asked for from now on is not begun. */
  readonly stop: () => void;
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export const commandsWith = (logFile: string, shared: Environment): Commands => {
  const log = openSync(logFile, 'a');
  const running = new Set<ChildProcess>();
  const state = { stopped: false };

  const begun: Commands['begun'] = (command, options = {}) => {
    if (state.stopped) throw new Interrupted('told to stop');
    const child = spawned(command, options, shared);
    running.add(child);
    child.once('close', () => running.delete(child));
    if (options.quiet !== true) {
      writeSync(log, `$ ${command.join(' ')}\n`);
      const keep = (chunk: Buffer) => void writeSync(log, chunk);
      child.stdout?.on('data', keep);
      child.stderr?.on('data', keep);
    }
    return child;
  };

  const tried: Commands['tried'] = async (command, options) => {
    const child = begun(command, options);
    const stdout = collected(child.stdout);
    const all = collected(child.stdout, child.stderr);
    const [code] = (await once(child, 'close')) as [number | null];
    if (state.stopped) throw new Interrupted('told to stop');
    return { code, stdout: stdout(), output: all() };
  };

  const done: Commands['done'] = async (command, options) => {
    const { code, stdout } = await tried(command, options);
    if (code === 0) return stdout;
    throw new Error(`\`${command.join(' ')}\` ended with ${code ?? 'a signal'}.\n${endOfLog(logFile)}`);
  };

  const stop = () => {
    state.stopped = true;
    for (const { pid } of running) if (pid !== undefined) killGroup(pid);
  };
  return { logFile, tried, done, begun, stop };
};

const spawned = (
  [program = '', ...args]: readonly string[],
  { cwd = root, env, input }: Options,
  shared: Environment,
): ChildProcess => {
  const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
  const child = spawn(program, args, {
    cwd,
    env: { ...shared, ...env },
    detached: true,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  if (typeof stdin === 'number') closeSync(stdin);
  return child;
};

/** Of streams that have ended, all that came. */
const collected = (...streams: readonly (Readable | null)[]): (() => string) => {
  const chunks: Buffer[] = [];
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8').trim();
};

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // gone meanwhile
  }
};
