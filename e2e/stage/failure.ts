// What a person reads when a scenario has failed: what was expected and seen, where in the scenario, and where to look next.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { isNoAnswer } from '@saga-lab/lab/client/request';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { AssertionError } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MOST_CHARACTERS = 600;

/** Without a stack: the one line of a scenario's own file is enough to find the place. */
export const inWords = (error: unknown): string => {
  const place = placeOf(error);
  return [messageOf(error), ...comparisonOf(error), ...(place === undefined ? [] : [`in ${place}`])].join(
    '\n',
  );
};

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (isNoAnswer(error)) return `a service did not answer: ${reasonOf(error)}`;
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return isBug ? `the scenario itself is wrong: ${error.message}` : error.message;
};

/** Connecting to several addresses of one name fails without a message. */
const reasonOf = ({ message, ...rest }: Error): string =>
  message === '' ? String((rest as { readonly code?: string }).code) : message;

/** A message has the two the other way round, and only hints at large ones: `{ status: 'PENDING', …(3) }`. */
const comparisonOf = (error: unknown): readonly string[] => {
  if (!(error instanceof AssertionError)) return [];
  const { actual, expected } = error as { readonly actual?: unknown; readonly expected?: unknown };
  const isLarge = [actual, expected].some((value) => typeof value === 'object' && value !== null);
  if (!isLarge && !/ to (deeply )?equal /.test(error.message)) return [];
  return [`expected: ${textOf(expected)}`, `seen:     ${textOf(actual)}`];
};

const textOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : inspect(value, { depth: 6, breakLength: Infinity });
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ...` : text;
};

/** `e2e/scenarios/happy-path.ts:17` */
const placeOf = (error: unknown): string | undefined => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /e2e\/scenarios\/[a-z-]+\.ts:\d+/.exec(stack)?.[0];
};

/** One alone, or the nodes of a cluster. */
const brokerLogs: readonly (readonly [folder: string, file: string])[] = [
  ['broker', 'broker.log'],
  ...[1, 2, 3].map((n) => [join('cluster', 'broker', String(n)), `broker-${n}.log`] as const),
];

/** Logs of parts that are gone soon, with their system; returns where they are kept, if there are any. */
export const keepLogs = (logs: string | undefined, name: string): string | undefined => {
  if (logs === undefined || !existsSync(logs)) return undefined;
  const kept = join(defaultDataDir, 'failed', name);
  rmSync(kept, { recursive: true, force: true });
  cpSync(logs, kept, { recursive: true });
  for (const [folder, file] of brokerLogs) {
    const broker = join(dirname(logs), folder, 'broker.log');
    if (existsSync(broker)) cpSync(broker, join(kept, file));
  }
  return kept;
};

interface Advice {
  readonly name: string;
  readonly logs: string | undefined;
  /** Whether the system still runs, and can be asked. */
  readonly stillRuns: boolean;
}

export const adviceLines = ({ name, logs, stillRuns }: Advice): readonly string[] => [
  `${name} failed.`,
  ...(logs === undefined ? [] : [`Logs of the services: ${relative(root, logs)}/`]),
  ...(stillRuns ? ['Look at the system: npm run lab -- status'] : []),
  `Play it again: npm run scenario -- ${name}`,
];
