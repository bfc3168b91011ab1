// From an HTTP request to the message that the runtime handles, and from its outcome back to an answer.
import { z } from 'zod';
import { TransientError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { Outcome } from '../../runtime/handler.ts';
import type { Clock, Ids } from '../../runtime/ports.ts';
import { CHANGED_MEANWHILE } from './if-match.ts';
import { Problem } from './problem.ts';
import { writeTraceparent } from './traceparent.ts';

/** Headers of a route that may be repeated safely: the same key means the same request. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .describe('Chosen by the client; a repeated request with the same key has no second effect'),
});

export interface Sender {
  readonly service: string;
  readonly ids: Ids;
  readonly clock: Clock;
}

export interface HttpCommand<Type extends string, Data> {
  /** Short name of the route, part of the message id: `place-order`. */
  readonly route: string;
  /** Whose keys these are: the customer, or the thing that the path names. */
  readonly subject: string;
  /** The Idempotency-Key. Left out: every request is a new message. */
  readonly key?: string;
  readonly type: Type;
  readonly data: Data;
  /** The order id, or the subject where no order is concerned. A function gets the message id to derive it from. */
  readonly correlationId: string | ((messageId: string) => string);
  /** What a repeated request must send again unchanged. */
  readonly body?: unknown;
  readonly traceparent?: string | undefined;
  /** The greatest Lamport value that whoever asks has seen; left out: none. */
  readonly seen?: number | undefined;
}

/** The message of one request. Same route, subject and key: same id. */
export const httpMessage = <Type extends string, Data>(
  { service, ids, clock }: Sender,
  { route, subject, key, correlationId, body, traceparent, seen = 0, ...content }: HttpCommand<Type, Data>,
): Message<Type, Data> => {
  const id = `http:${route}:${subject}:${key === undefined ? ids.unique() : ids.digest(key)}`;
  return {
    ...content,
    id,
    source: `/${service}`,
    time: new Date(clock.now()).toISOString(),
    correlationId: typeof correlationId === 'string' ? correlationId : correlationId(id),
    causationId: id,
    lamport: seen,
    schemaVersion: 1,
    traceparent: traceparent ?? newTraceparent(ids),
    ...(body === undefined ? {} : { fingerprint: ids.digest(canonicalJson(body)) }),
  };
};

/** A request that belongs to no trace begins one; nobody records it, so it is marked as not sampled. */
const newTraceparent = (ids: Ids): string => {
  const token = ids.unique();
  const [high = '', low = '', spanId = ''] = ['high', 'low', 'span'].map((part) => ids.hash(token, part));
  return writeTraceparent({ traceId: `${high}${low}`, spanId, flags: '00' });
};

/** Of refusals. */
const STATUS: Readonly<Record<string, number>> = { NOT_FOUND: 404, FORGOTTEN: 410, [CHANGED_MEANWHILE]: 412 };

/**
 * The outcome of a message that was not refused.
 * @throws Problem: 404 for the refusal NOT_FOUND, 410 for FORGOTTEN, 412 for CHANGED_MEANWHILE, 409 for any other; 422 if the key was used before with another body.
 */
export const expectDone = (outcome: Outcome, message: Message): Exclude<Outcome, { status: 'refused' }> => {
  if (outcome.status === 'refused') {
    const { code, detail, more } = outcome.refusal;
    throw new Problem(STATUS[code] ?? 409, code, detail, more);
  }
  // Of requests that arrive together one takes effect, and all hear of it as committed.
  if (outcome.status !== 'unchanged' && outcome.commit.input.fingerprint !== message.fingerprint)
    throw new Problem(
      422,
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used before with another body; use a new key for a new request.',
    );
  return outcome;
};

/**
 * Waits at most `ms`. The work itself goes on: what asked for it may ask again, because handling is idempotent.
 * @throws TransientError, code TIMEOUT, when the time is up.
 */
export const within = <T>(ms: number, work: Promise<T>, clock: Clock): Promise<T> =>
  new Promise((resolve, reject) => {
    const forget = clock.wakeAt(clock.now() + ms, () => {
      reject(new TransientError('TIMEOUT', 'the service could not finish this in time'));
    });
    work.then(resolve, reject).finally(forget);
  });

/** JSON with the keys of every object in order, so that equal values have equal text (in the manner of RFC 8785). */
const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys);

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
