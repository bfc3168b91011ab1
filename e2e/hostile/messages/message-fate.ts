// What became of messages, as it can be seen from outside: dead letters and commits of the services.
import type { CommitsByService, DeadLetter } from '@saga-lab/lab/client/documents';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { BadMessage, Fate } from './message-case.ts';

type Commit = CommitsByService[ServiceName][number];

export interface Traces {
  /** By what is kept of their bytes. */
  readonly letters: Traced<DeadLetter>;
  /** By the id of the message. */
  readonly commits: Traced<Commit>;
}

type Traced<T> = Readonly<Record<ServiceName, ReadonlyMap<string, T>>>;

export const tracesIn = async (lab: Lab): Promise<Traces> => {
  const commits = await lab.commits();
  const letters = await Promise.all(serviceNames.map((service) => lab.deadLetters(service)));
  return {
    letters: traced(
      (_service, n) => letters[n] ?? [],
      ({ body }) => body,
    ),
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
export const letterOf = ({ letters }: Traces, { service, letter }: BadMessage): DeadLetter | undefined =>
  letters[service].get(keptOf(letter.bytes));

const MOST_BYTES = 256 * 1024;
const BEGINNING_BYTES = 16 * 1024;

/** What a service keeps of these bytes if it cannot do anything with them. */
export const keptOf = (bytes: Uint8Array | string): string => {
  const all = Buffer.from(bytes as string);
  const kept = all.length > MOST_BYTES ? all.subarray(0, BEGINNING_BYTES) : all;
  return new TextDecoder().decode(kept);
};

export const idOf = ({ letter: { bytes } }: BadMessage): string | undefined => {
  try {
    return (JSON.parse(Buffer.from(bytes as string).toString()) as { readonly id?: string } | null)?.id;
  } catch {
    return undefined;
  }
};

/** What a service says about a message, in the order of its commit; `undefined` if it has not decided it. */
export const saidOf = ({ commits }: Traces, message: BadMessage): string | undefined => {
  const commit = commits[message.service].get(idOf(message) ?? '');
  return commit && wordsOf(commit);
};

const wordsOf = ({ events, outbox }: Commit): string => {
  const ignored = events
    .filter(({ type }) => type === 'ReplyIgnored' || type === 'AbortIgnored')
    .map(({ type, data }) => `${type} ${(data as { readonly why: string }).why}`);
  const told = outbox
    .filter(({ notBefore }) => notBefore === undefined)
    .map(({ type, answer = '' }) => `${type} ${answer}`.trim());
  return [...ignored, ...told].join(', ');
};

export interface Course {
  readonly before: Traces;
  readonly now: Traces;
}

interface Seen {
  readonly said: string | undefined;
  /** How many of its bytes became a dead letter since, and why. */
  readonly dead: number;
  readonly reason: string;
}

const seenOf = (message: BadMessage, { before, now }: Course): Seen => {
  const { count, reason } = letterOf(now, message) ?? { count: 0, reason: '' };
  const earlier = letterOf(before, message)?.count ?? 0;
  return { said: saidOf(now, message), dead: count - earlier, reason };
};

/** Why this is not what must have become of it, if it is not; `copies`: how many of its bytes have been sent since. */
export const objectionTo = (message: BadMessage, course: Course, copies: number): string | undefined => {
  const seen = seenOf(message, course);
  if (isSo(message.fate, seen, copies)) return undefined;
  const letters = `${seen.dead} x dead letter ${seen.reason.slice(0, 100)}`;
  return `${message.what}: ${seen.said ?? letters}`;
};

const isSo = (fate: Fate, seen: Seen, copies: number): boolean => {
  switch (fate.kind) {
    case 'dead letter':
      return isDead(fate.reason, seen, copies);
    case 'decided':
      return isSaid(fate.says, seen) || (fate.or !== undefined && isDead(fate.or, seen, copies));
    case 'nothing':
    case 'refused':
      return isSaid(undefined, seen);
  }
};

const isSaid = (words: string | undefined, { said, dead }: Seen): boolean => said === words && dead === 0;

const isDead = (why: string, { said, dead, reason }: Seen, copies: number): boolean =>
  said === undefined && dead === copies && reason.toLowerCase().includes(why.toLowerCase());
