// Programs on this machine: where they are, where their output goes, and which signals end them.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { quoted } from '../command/shell.ts';

const LAST_LINES = 5;

/** `undefined` if it is not in the PATH. */
export const programPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((path) => existsSync(path));

export const openLog = (file: string): { readonly fd: number; close(): void } => {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, 'a');
  return {
    fd,
    close: () => {
      closeSync(fd);
    },
  };
};

/** For the message about a program that failed: where its log is, and how it ends. */
export const endOfLog = (file: string): string =>
  [`See all of it: less ${quoted(file)}`, 'Its end:', ...lastLinesOf(file)].join('\n');

const lastLinesOf = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES) : [];

const deadly: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT'];

/** Whether a signal ends a program; others (SIGSTOP, SIGCONT) leave it there. */
export const isDeadly = (signal: NodeJS.Signals): boolean => deadly.includes(signal);
