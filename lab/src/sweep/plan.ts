// What the sweep and the lab's build of a service tell each other, by files: where to die, and that it did.
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Point } from './cells/points.ts';

/** Read by the lab's build of the services, and by no other: which one it is, where these files are, which bug it has. */
export const SERVICE_SETTING = 'SAGA_LAB_SWEEP_SERVICE';
export const FOLDER_SETTING = 'SAGA_LAB_SWEEP_FOLDER';
export const TWIN_SETTING = 'SAGA_LAB_SWEEP_TWIN';

/** A message of one saga; or of one customer or SKU, where no saga is concerned. */
interface MessageOf {
  readonly type: string;
  /** Its correlation id. */
  readonly subject: string;
}

/** The process is to die over a message, at these points one after the other. */
export interface Order extends MessageOf {
  readonly cell: string;
  readonly deaths: readonly Point[];
}

/** `to`: for this receiver alone; left out: for whomever it is. */
export interface Withheld extends MessageOf {
  readonly to?: string;
}

export interface Plan {
  readonly order?: Order;
  /** Deliveries that are kept back, for as long as they are in this list. */
  readonly holds: readonly MessageOf[];
  /** What is durable and is not published, for as long as it is in this list. */
  readonly withheld?: readonly Withheld[];
  /** Whoever is started waits for this to be gone before it does anything. */
  readonly staysAway?: true;
}

/** What a process wrote down before it died. */
export interface Death {
  readonly cell: string;
  readonly point: Point;
  readonly type: string;
  readonly messageId: string;
  readonly pid: number;
  /** ISO 8601, by its own clock. */
  readonly at: string;
  /** Of the commit, where one was under way: tells whether it arrived. */
  readonly attempt?: string;
  /** Whether the answer of broker or database had come, of which the service was not told any more. */
  readonly answered?: boolean;
}

const nothing: Plan = { holds: [] };

const planFile = (folder: string, service: string): string => join(folder, `${service}.plan.json`);
const deathsFile = (folder: string, service: string): string => join(folder, `${service}.deaths.jsonl`);
const heldFile = (folder: string, service: string): string => join(folder, `${service}.held.jsonl`);

/** Replaced as a whole: nobody reads half of it. */
export const writePlan = (folder: string, service: string, plan: Plan): void => {
  mkdirSync(folder, { recursive: true });
  const file = planFile(folder, service);
  writeFileSync(`${file}.new`, JSON.stringify(plan));
  renameSync(`${file}.new`, file);
};

/** Looks at the file's date each time, and at its content when that is another one. */
export const planReader = (folder: string, service: string): (() => Plan) => {
  const file = planFile(folder, service);
  let seen = '';
  let plan = nothing;
  return () => {
    const stat = statSync(file, { throwIfNoEntry: false });
    const now = stat ? `${stat.ino} ${stat.mtimeMs}` : '';
    if (now !== seen) plan = stat ? (JSON.parse(readFileSync(file, 'utf8')) as Plan) : nothing;
    seen = now;
    return plan;
  };
};

export const noteDeath = (folder: string, service: string, death: Death): void => {
  appendLine(deathsFile(folder, service), death);
};

/** Of one cell, in the order in which they were died. */
export const deathsFor = (folder: string, service: string, cell: string): readonly Death[] =>
  (linesOf(deathsFile(folder, service)) as Death[]).filter((death) => death.cell === cell);

export const noteHeld = (folder: string, service: string, held: MessageOf): void => {
  appendLine(heldFile(folder, service), held);
};

export const wasHeld = (folder: string, service: string, { type, subject }: MessageOf): boolean =>
  (linesOf(heldFile(folder, service)) as MessageOf[]).some(
    (held) => held.type === type && held.subject === subject,
  );

/** Synchronous: the process ends right after it. */
const appendLine = (file: string, line: object): void => {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
};

const linesOf = (file: string): readonly unknown[] => {
  if (!statSync(file, { throwIfNoEntry: false })) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
};
