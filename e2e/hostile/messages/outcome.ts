// What became of messages, as it can be seen from outside: dead letters and commits of the services.
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { isUtf8 } from 'node:buffer';
import type { CommitsByService } from '@saga-lab/lab/client/documents';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { bindings } from '@saga-lab/protocols/topology';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { BadMessage, ExpectedOutcome } from './case.ts';

type Commit = CommitsByService[ServiceName][number];

export interface Traces {
  /** By their queue and what is kept of their bytes. */
  readonly deadLetters: Traced<DeadLetterDto>;
  /** By the id of the message. */
  readonly commits: Traced<Commit>;
}

type Traced<T> = Readonly<Record<ServiceName, ReadonlyMap<string, T>>>;

export const tracesIn = async (lab: Lab): Promise<Traces> => {
  const commits = await lab.commits();
  const letters = await Promise.all(serviceNames.map((service) => lab.deadLetters(service)));
  return {
    deadLetters: traced((_service, n) => letters[n] ?? [], nameOfLetter),
    commits: traced(
      (service) => commits[service],
      ({ _id }) => _id,
    ),
  };
};

const traced = <T>(
  of: (service: ServiceName, n: number) => readonly T[],
  nameOf: (item: T) => string,
): Traced<T> =>
  Object.fromEntries(
    serviceNames.map((service, n) => [service, new Map(of(service, n).map((item) => [nameOf(item), item]))]),
  ) as unknown as Traced<T>;

/** The one that is kept of a message, and has its copies counted. */
export const deadLetterOf = (
  { deadLetters }: Traces,
  { service, message }: BadMessage,
): DeadLetterDto | undefined => deadLetters[service].get(letterNameOf(message));

const MOST_BYTES = 256 * 1024;
const BEGINNING_BYTES = 16 * 1024;

/** What the broker gave up comes by the dead-letter queue of the queue that it was sent to. */
const nameOfLetter = ({ queue, size, encoding, body }: DeadLetterDto): string =>
  [queue.replace(/[.]dead$/, ''), size, encoding, body].join(' ');

/** The same for a message, if its service cannot do anything with it. */
export const letterNameOf = ({ route, bytes }: BadMessage['message']): string => {
  const { queue } =
    bindings.find(({ exchange, key }) => exchange === route.exchange && key === route.key) ?? {};
  const all = Buffer.from(bytes as string);
  const kept = all.length > MOST_BYTES ? all.subarray(0, BEGINNING_BYTES) : all;
  const encoding = isUtf8(kept) ? 'utf-8' : 'base64';
  const body = kept.toString(isUtf8(kept) ? 'utf8' : 'base64');
  return [queue, all.length, encoding, body].join(' ');
};

export const idOf = ({ message: { bytes } }: BadMessage): string | undefined => {
  try {
    return (JSON.parse(Buffer.from(bytes as string).toString()) as { readonly id?: string } | null)?.id;
  } catch {
    return undefined;
  }
};

/** What a service has decided about a message: its replies, and what a saga ignored; in the order of its commit; `undefined` if it has not decided it. */
export const decisionOf = ({ commits }: Traces, message: BadMessage): string | undefined => {
  const commit = commits[message.service].get(idOf(message) ?? '');
  return commit && wordsOf(commit);
};

const wordsOf = ({ events, outbox }: Commit): string => {
  const ignored = events
    .filter(({ type }) => type === 'ReplyIgnored' || type === 'AbortIgnored')
    .map(({ type, data }) => `${type} ${(data as { readonly why: string }).why}`);
  const replies = outbox
    .filter(({ notBefore }) => notBefore === undefined)
    .map(({ type, answer = '' }) => `${type} ${answer}`.trim());
  return [...ignored, ...replies].join(', ');
};

export interface TraceChange {
  readonly before: Traces;
  readonly now: Traces;
}

interface ActualOutcome {
  readonly decision: string | undefined;
  /** How many of its bytes became a dead letter since, and why. */
  readonly dead: number;
  readonly reason: string;
}

const outcomeOf = (message: BadMessage, { before, now }: TraceChange): ActualOutcome => {
  const { count, reason } = deadLetterOf(now, message) ?? { count: 0, reason: '' };
  const earlier = deadLetterOf(before, message)?.count ?? 0;
  return { decision: decisionOf(now, message), dead: count - earlier, reason };
};

/** Why this is not what must have become of it, if it is not; `copies`: how many of its bytes have been sent since. */
export const mismatchOf = (message: BadMessage, change: TraceChange, copies: number): string | undefined => {
  const actual = outcomeOf(message, change);
  if (matches(message.outcome, actual, copies)) return undefined;
  const dead = `${actual.dead} x dead letter ${actual.reason.slice(0, 100)}`;
  return `${message.what}: ${actual.decision ?? dead}`;
};

const matches = (expected: ExpectedOutcome, actual: ActualOutcome, copies: number): boolean => {
  switch (expected.kind) {
    case 'dead letter':
      return isDeadLetter(expected.reason, actual, copies);
    case 'decided':
      return isDecided(expected.words, actual) || isDeadLetter(expected.orDeadLetter, actual, copies);
    case 'nothing':
    case 'refused':
      return isDecided(undefined, actual);
  }
};

const isDecided = (words: string | undefined, { decision, dead }: ActualOutcome): boolean =>
  decision === words && dead === 0;

/** For no reason it must not be one. */
const isDeadLetter = (reason: string | undefined, actual: ActualOutcome, copies: number): boolean =>
  reason !== undefined &&
  actual.decision === undefined &&
  actual.dead === copies &&
  actual.reason.toLowerCase().includes(reason.toLowerCase());
