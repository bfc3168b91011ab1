// A schedule in a file: all that is needed to run a simulation again, and what was wrong with it.
import { z } from 'zod';
import type { Red } from '../../simulator/red.ts';
import type { SimulationOptions, Twin } from '../../simulator/simulation.ts';
import { allProtocols } from '../protocol-list.ts';
import type { Given } from './given.ts';

const FORMAT = 'saga-lab schedule';
const VERSION = 1;

const Schedule = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** What was wrong in the product, in a sentence: of one that is kept as a regression test. */
  wrong: z.string().min(1).optional(),
  /** The bug that was planted. */
  twin: z.string().min(1).optional(),
  /** Under which orders are placed: which one, the choices say by its place here. Left out: all under the saga. */
  protocols: z.array(z.enum(allProtocols)).min(1).optional(),
  seed: z.int().min(0),
  invariant: z.string().regex(/^(I-\d+|error)$/),
  /** How it was broken. */
  finding: z.string(),
  /** Left out where the simulator threw: then the seed makes them. */
  choices: z.record(z.string(), z.int().min(1)).optional(),
});
export type Schedule = z.infer<typeof Schedule>;

export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

export const newSchedule = ({
  seed,
  twin,
  protocols,
  red,
  choices,
}: Given & {
  readonly seed: number;
  readonly red: Red;
  readonly choices?: Iterable<readonly [string, number]> | undefined;
}): Schedule => ({
  format: FORMAT,
  version: VERSION,
  ...(twin !== undefined && { twin }),
  ...(protocols && { protocols: [...protocols] }),
  seed,
  invariant: red.invariant,
  finding: red.finding,
  ...(choices && { choices: Object.fromEntries(choices) }),
});

export const scheduleText = (schedule: Schedule): string => `${JSON.stringify(schedule, undefined, 2)}\n`;

/** As the simulator takes it. */
export const optionsOf = (
  { seed, choices, protocols }: Schedule,
  twin: Twin | undefined,
): SimulationOptions => ({
  seed,
  ...(protocols && { protocols }),
  ...(choices && { choices: new Map(Object.entries(choices)) }),
  ...(twin && { twin }),
});

/** @throws ScheduleError that names the line or the field. */
export const parseSchedule = (text: string): Schedule => {
  const content = json(text);
  const { format, version } = fieldsOf(content);
  if (format !== FORMAT)
    throw new ScheduleError(`the field format is ${said(format)}, and that of a schedule is "${FORMAT}"`);
  if (version !== VERSION)
    throw new ScheduleError(`the field version is ${said(version)}, and this lab reads version ${VERSION}`);
  const parsed = Schedule.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ScheduleError(`the field ${fieldIn(issue)}: ${issue?.message ?? 'it is wrong'}`);
};

const fieldsOf = (content: unknown): { format?: unknown; version?: unknown } =>
  typeof content === 'object' && content !== null ? content : {};

const said = (value: unknown): string => (value === undefined ? 'not there' : JSON.stringify(value));

const fieldIn = (issue: z.core.$ZodIssue | undefined): string => {
  const path = issue?.path.map(String) ?? [];
  const surplus = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...path, ...surplus].join(' > ');
};

const json = (text: string): unknown => {
  if (text.trim() === '') throw new ScheduleError('the file is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new ScheduleError(wrongLine(text));
  }
};

/** The first line with which it cannot become JSON any more, whatever follows. */
const wrongLine = (text: string): string => {
  const lines = text.trimEnd().split('\n');
  const n = lines.findIndex((_line, at) => !isBeginning(lines.slice(0, at + 1).join('\n')));
  if (n >= 0) return `line ${n + 1} is no JSON: it was changed, or this is no schedule`;
  return `line ${lines.length} is the last one, and something is missing behind it: the file was cut off`;
};

const isBeginning = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = Number(/ at position (\d+)/.exec(message)?.[1] ?? NaN);
    return /end of JSON|Unterminated/.test(message) || at === text.length;
  }
};
