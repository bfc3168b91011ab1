// What every file of numbered JSON lines is read with: a line that is not as it must be is named, with what is wrong.
import type { z } from 'zod';
import { LinesFileError } from './lines-file-error.ts';

export const fail = (line: number, what: string): never => {
  throw new LinesFileError(line, what);
};

/** @param foreign what to say of a file of which not even the first line is JSON. */
export const json = (text: string, line: number, foreign: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    if (line === 1) return fail(line, foreign);
    return fail(line, 'it is no whole JSON: the file was cut off or changed here');
  }
};

export const fieldsOf = (
  content: unknown,
): { n?: unknown; kind?: unknown; format?: unknown; version?: unknown } =>
  typeof content === 'object' && content !== null ? content : {};

interface Format {
  readonly format: string;
  readonly version: number;
  readonly foreign: string;
}

/** The first line says what the file is. */
export const demandFormat = (content: unknown, { format, version: ours, foreign }: Format): void => {
  const { kind, format: theirs, version } = fieldsOf(content);
  if (kind !== 'header' || theirs !== format) fail(1, foreign);
  if (version !== ours)
    fail(1, `its version is ${JSON.stringify(version)}, and this lab reads version ${ours}`);
};

/** Each line says which it is. */
export const demandNumber = (content: unknown, line: number): void => {
  const { n } = fieldsOf(content);
  if (n === line) return;
  if (typeof n !== 'number') fail(line, 'it does not say which line it is');
  else if (n < line) fail(line, `it is line ${n} once more`);
  else fail(line, n === line + 1 ? `line ${line} is missing` : `lines ${line} to ${n - 1} are missing`);
};

export const parsed = <T extends z.ZodType>(schema: T, content: unknown, line: number): z.infer<T> => {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return fail(line, issue ? inWords(issue) : 'the line is wrong');
};

/** What the checker relies on says its place itself. */
const inWords = ({ code, path, message }: z.core.$ZodIssue): string => {
  if (code === 'custom') return message;
  return `${path.length === 0 ? 'the line' : path.join('.')}: ${message}`;
};
