// Waits until every instance of every service can do its work, by its own account.
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { quoted } from '../command/shell.ts';

export interface Instance {
  readonly name: string;
  /** `undefined` as long as it does not listen. */
  readonly url: string | undefined;
  /** Why it does not listen yet, as far as it said so. */
  readonly waitsFor?: string | undefined;
  /** None in the memory engine. */
  readonly logFile?: string;
}

export interface Patience {
  /** Milliseconds, 60 s by default. */
  readonly withinMs?: number | undefined;
  /** Ends the waiting before that. */
  readonly signal?: AbortSignal;
}

const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;

/** @throws ExitError 1 that says of each that is not ready in time why, and where its log is. */
export const allReady = async (
  instances: readonly Instance[],
  { withinMs = READY_WITHIN_MS, signal }: Patience = {},
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const lines = await unready(instances);
    if (lines.length === 0) return;
    if (Date.now() >= deadline)
      throw new ExitError(
        exitCodes.violated,
        [`Not up: after ${withinMs / 1_000} s, not every part is ready.`, ...lines].join('\n'),
      );
    await sleep(LOOK_EVERY_MS, undefined, signal && { signal });
  }
};

/** One line for each that is not ready: which, why by its own account, and where its log is. */
export const unready = async (instances: readonly Instance[]): Promise<readonly string[]> =>
  (await Promise.all(instances.map(troubleOf))).filter((line) => line !== undefined);

const troubleOf = async ({ name, url, waitsFor, logFile }: Instance): Promise<string | undefined> => {
  const why = url === undefined ? (waitsFor ?? 'it does not listen yet') : await reasonAt(url);
  if (why === undefined) return undefined;
  return `  ${name}: ${why}${logFile === undefined ? '' : `. Its log: less ${quoted(logFile)}`}`;
};

const reasonAt = async (url: string): Promise<string | undefined> => {
  try {
    const { status, body } = await answerOf(`${url}/readyz`);
    if (status === 200) return undefined;
    const { reasons = [] } = JSON.parse(body) as { reasons?: readonly string[] };
    return reasons.join('; ') || `it answers ${status}`;
  } catch {
    return 'it does not answer';
  }
};

/** By an agent of its own, which knows no proxy. */
const answerOf = (url: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const request = get(url, { agent: false, signal }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
    request.on('error', reject);
  });
