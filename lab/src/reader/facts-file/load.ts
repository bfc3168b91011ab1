// Reads a file of facts line by line, and takes nothing from it unless all of it is there, once, and in its order.
import type { z } from 'zod';
import type { Observation } from '../audit.ts';
import { FactsFileError } from './facts-file-error.ts';
import { End, Fact, FORMAT, Header, VERSION } from './lines.ts';
import { collector } from './observation-lines.ts';
import { textLines } from './text-lines.ts';

/** @throws FactsFileError if the file is not whole, or none of ours; the error of the file system if it cannot be read. */
export const loadObservation = async (path: string): Promise<Observation> => {
  const file = factsReader();
  for await (const line of textLines(path)) file.take(line);
  return file.observation();
};

const factsReader = () => {
  const facts = collector();
  const counts = new Map<string, number>();
  let line = 0;
  let ended = false;

  const takeFact = (content: unknown): void => {
    const { kind } = parsed(Fact, content, line);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    facts.take(content as Fact); // as it was written: a schema would put its fields into another order
  };

  const takeEnd = (content: unknown): void => {
    demandCounts(parsed(End, content, line).counts, counts, line);
    ended = true;
  };

  return {
    take: (text: string): void => {
      line += 1;
      if (ended) fail(line, `the facts end in line ${line - 1}: something was put behind them`);
      const content = json(text, line);
      if (line === 1) demandHeader(content);
      demandNumber(content, line);
      if (isEnd(content)) takeEnd(content);
      else if (line > 1) takeFact(content);
    },
    observation: (): Observation => {
      if (line === 0) fail(1, 'the file is empty');
      if (!ended) fail(line, 'the file ends here without its last line: it was cut off');
      return facts.observation() ?? fail(line, 'no line of the kind scope stands above');
    },
  };
};

const fail = (line: number, what: string): never => {
  throw new FactsFileError(line, what);
};

const json = (text: string, line: number): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    if (line === 1) return fail(line, foreign);
    return fail(line, 'it is no whole JSON: the file was cut off or changed here');
  }
};

const foreign = `this is no file of facts: it does not begin with a header of the format "${FORMAT}"`;

const fieldsOf = (content: unknown): { n?: unknown; kind?: unknown; format?: unknown; version?: unknown } =>
  typeof content === 'object' && content !== null ? content : {};

const isEnd = (content: unknown): boolean => fieldsOf(content).kind === 'end';

const demandHeader = (content: unknown): void => {
  const { kind, format, version } = fieldsOf(content);
  if (kind !== 'header' || format !== FORMAT) fail(1, foreign);
  if (version !== VERSION)
    fail(1, `its version is ${JSON.stringify(version)}, and this lab reads version ${VERSION}`);
  parsed(Header, content, 1);
};

/** Each line says which it is. */
const demandNumber = (content: unknown, line: number): void => {
  const { n } = fieldsOf(content);
  if (n === line) return;
  if (typeof n !== 'number') fail(line, 'it does not say which line it is');
  else if (n < line) fail(line, `it is line ${n} once more`);
  else fail(line, n === line + 1 ? `line ${line} is missing` : `lines ${line} to ${n - 1} are missing`);
};

const parsed = <T extends z.ZodType>(schema: T, content: unknown, line: number): z.infer<T> => {
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

const demandCounts = (
  said: Readonly<Record<string, number>>,
  counted: ReadonlyMap<string, number>,
  line: number,
): void => {
  for (const kind of new Set([...Object.keys(said), ...counted.keys()]))
    if (said[kind] !== counted.get(kind))
      fail(
        line,
        `it counts ${said[kind] ?? 0} lines of the kind ${kind}, and there are ${counted.get(kind) ?? 0}`,
      );
};
