// Programs on this machine: where they are, and where their output goes.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

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

export const lastLinesOf = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n') : '';
