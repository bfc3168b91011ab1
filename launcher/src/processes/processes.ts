// One service process: started, watched, started again after a crash, killed and stopped on request.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LauncherMessage } from '@saga-lab/platform/service/launcher-channel';
import { compileCache } from './compile-cache.ts';
import { crashPolicy } from './crash-policy.ts';
import type { CrashLimits, CrashPolicy } from './crash-policy.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { endOfLog, isDeadly } from './programs.ts';

export interface Program {
  readonly name: string;
  /** File to run: TypeScript, or JavaScript as it is. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** How long it may take to say that it is ready, or why it is not yet; milliseconds, 30 s by default. */
  readonly readyWithinMs?: number;
  /** How often it may crash; as in `crash-policy.ts` by default. */
  readonly crashLimits?: CrashLimits | undefined;
}

export interface ProcessEvents {
  /** It ended by itself and starts again in `restartInMs`. */
  readonly crashed: (how: string, restartInMs: number) => void;
  /** It will not start again. */
  readonly gaveUp: (detail: string) => void;
  /** Its pid or its address changed. */
  readonly changed: () => void;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** Not ready in time counts as a crash. Exit code 78 (bad configuration) is given up at once. */
export class ServiceProcess {
  readonly name: string;
  readonly #program: Program;
  readonly #events: ProcessEvents;
  readonly #policy: CrashPolicy;
  #wanted = false;
  #child: ChildProcess | undefined;
  #url: string | undefined;
  #waitsFor: string | undefined;
  #restart: NodeJS.Timeout | undefined;
  #waiting: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(program: Program, events: ProcessEvents) {
    this.name = program.name;
    this.#program = program;
    this.#events = events;
    this.#policy = crashPolicy(() => performance.now(), program.crashLimits);
    mkdirSync(dirname(program.logFile), { recursive: true });
    closeSync(openSync(program.logFile, 'w'));
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Stays the same over restarts; `undefined` until it was ready once. */
  get url(): string | undefined {
    return this.#url;
  }

  get logFile(): string {
    return this.#program.logFile;
  }

  /** Why it is not ready yet, as it last said itself. */
  get waitsFor(): string | undefined {
    return this.#waitsFor;
  }

  /** Resolves once it said that it is ready. @throws ExitError if it never will be. */
  start(): Promise<void> {
    if (this.#child) return Promise.resolve();
    this.#wanted = true;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#launch();
    });
  }

  /** A deadly signal keeps it down until `start` and resolves when it is gone; others (SIGSTOP) are just sent. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const ends = isDeadly(signal);
    if (ends) {
      this.#wanted = false;
      clearTimeout(this.#restart);
    }
    const child = this.#child;
    if (ends) this.#waiting?.reject(new Error(`${this.name} was ended by ${signal} before it was ready`));
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    if (ends) await gone;
  }

  #launch(): void {
    const child = spawnProgram(this.#program, this.#url);
    this.#child = child;
    const endLate = () =>
      setTimeout(() => child.kill('SIGKILL'), this.#program.readyWithinMs ?? READY_WITHIN_MS);
    let late = endLate();
    child.on('message', (message: LauncherMessage) => {
      clearTimeout(late);
      if ('waiting' in message) late = endLate();
      this.#heard(message);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      this.#child = undefined;
      if (this.#wanted) this.#recover(code, signal);
      this.#events.changed();
    });
    this.#events.changed();
  }

  #heard(message: LauncherMessage): void {
    if ('waiting' in message) {
      this.#waitsFor = message.waiting;
      return;
    }
    this.#url = message.ready;
    this.#waiting?.resolve();
    this.#events.changed();
  }

  #recover(code: number | null, signal: NodeJS.Signals | null): void {
    const how = signal ?? `exit code ${code ?? 'unknown'}`;
    const delay =
      code === exitCodes.configuration ? 'give-up' : this.#policy.crashed(this.#url !== undefined);
    if (delay === 'give-up') {
      this.#giveUp(how, code === exitCodes.configuration ? exitCodes.configuration : exitCodes.violated);
      return;
    }
    this.#events.crashed(how, delay);
    this.#restart = setTimeout(() => {
      this.#launch();
    }, delay);
  }

  #giveUp(how: string, exitCode: number): void {
    this.#wanted = false;
    const { name, logFile } = this.#program;
    const detail = `${name} does not stay up (${how}). ${endOfLog(logFile)}`;
    this.#waiting?.reject(new ExitError(exitCode, detail));
    this.#events.gaveUp(detail);
  }
}

/**
 * Node erases the types itself: what a loader makes of the sources has a helper in it that names each closure anew, and costs
 * a tenth of the processor time. In a process group of its own, so that a Ctrl-C reaches only the launcher, which then ends it in order. */
const spawnProgram = ({ entry, env, logFile }: Program, url: string | undefined): ChildProcess => {
  const log = openSync(logFile, 'a');
  const samePort = url === undefined ? {} : { PORT: new URL(url).port };
  const child = spawn(process.execPath, [entry], {
    cwd: root,
    detached: true,
    env: { ...compileCache, ...process.env, ...env, ...samePort },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return child;
};
