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
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .filter((line) => !STACK_FRAME.test(line))
        .slice(-LAST_LINES)
        .map(forPeople)
    : [];

const STACK_FRAME = /^\s+at .*[:(<]/;

/** A line of a service is JSON, with the stack of an error in it. */
const forPeople = (line: string): string => {
  const { level, msg, err, time: _time, service: _service, instance: _instance, ...facts } = fieldsOf(line);
  if (level === undefined) return line;
  const error = err?.message === undefined ? '' : `: ${err.message}`;
  return `${level}: ${msg ?? ''}${error}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''}`;
};

interface LogFields {
  readonly level?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
  readonly time?: string;
  readonly service?: string;
  readonly instance?: string;
}

const fieldsOf = (line: string): LogFields => {
  try {
    const fields: unknown = JSON.parse(line);
    return typeof fields === 'object' && fields !== null ? fields : {};
  } catch {
    return {};
  }
};

const deadly: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT'];

/** Whether a signal ends a program; others (SIGSTOP, SIGCONT) leave it there. */
export const isDeadly = (signal: NodeJS.Signals): boolean => deadly.includes(signal);
