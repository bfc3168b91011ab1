// Runs a program whose output is for a log and not for the terminal: package managers print by the page.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LoggedRun {
  /** Both outputs are added to its end, below the command line. */
  readonly logFile: string;
  /** It is ended after so many milliseconds. */
  readonly withinMs?: number;
  /** It is ended when it printed nothing for so many milliseconds. */
  readonly silentMs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** @throws Error whose message is the last line that it printed, or says how it ended. */
export const runLogged = async (
  [program, ...args]: readonly [string, ...string[]],
  { logFile, withinMs = Infinity, silentMs = Infinity, ...options }: LoggedRun,
): Promise<void> => {
  mkdirSync(dirname(logFile), { recursive: true });
  appendFileSync(logFile, `$ ${[program, ...args].join(' ')}\n`);
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = limits(child, { withinMs, silentMs });
  let lastLine = '';
  const keep = (chunk: Buffer): void => {
    appendFileSync(logFile, chunk);
    lastLine = lastLineOf(chunk.toString()) ?? lastLine;
    limit.heard();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  try {
    const how = await endOf(child);
    if (how !== 0) throw new Error(limit.passed() ?? (lastLine || `${program} ended with ${how}`));
  } finally {
    limit.clear();
  }
};

const lastLineOf = (text: string): string | undefined =>
  text
    .split(/[\r\n]+/)
    .findLast((line) => line.trim() !== '')
    ?.trim()
    .slice(0, 200);

/** Exit code or signal. Rejects if it cannot be run at all. */
const endOf = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'nothing');
    });
  });

const limits = (child: ChildProcess, { withinMs, silentMs }: { withinMs: number; silentMs: number }) => {
  let passed: string | undefined;
  const endAfter = (ms: number, what: string): NodeJS.Timeout | undefined =>
    Number.isFinite(ms)
      ? setTimeout(() => {
          passed = `${what} within ${ms / 1_000} s`;
          child.kill('SIGKILL');
        }, ms)
      : undefined;
  const late = endAfter(withinMs, 'it did not end');
  let silent = endAfter(silentMs, 'no answer');
  return {
    passed: () => passed,
    heard: () => {
      clearTimeout(silent);
      silent = endAfter(silentMs, 'no answer');
    },
    clear: () => {
      clearTimeout(late);
      clearTimeout(silent);
    },
  };
};
