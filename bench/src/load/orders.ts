// Places orders at little cost to the machine that is measured: connections are kept, and nothing of an answer is read but its id.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Line } from '@saga-lab/contracts/primitives';

export interface Order {
  readonly customerId: string;
  readonly lines: readonly Line[];
}

export interface Orders {
  /** Resolves with the id of the accepted order; `undefined`: turned away, because too many wait (503 OVERLOADED) or come (429). */
  readonly place: (order: Order, key: string) => Promise<string | undefined>;
  /** How often which answer turned orders away, `503, Retry-After: 1`, and how often it was not known. */
  readonly refusals: () => Readonly<Record<string, number>>;
  readonly close: () => void;
}

const MOST_CONNECTIONS = 64;
const ANSWER_WITHIN_MS = 30_000;
const MOST_ATTEMPTS = 5;
const AGAIN_AFTER_MS = 20;

/** `url`: of the order service, on this machine. */
export const ordersAt = (url: string): Orders => {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  const { hostname, port } = new URL(url);
  const refusals: Record<string, number> = {};
  const note = (refusal: string): void => {
    refusals[refusal] = (refusals[refusal] ?? 0) + 1;
  };
  const attempt = (order: Order, key: string): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(order);
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': key,
      };
      const target = { agent, hostname, port, path: '/orders', method: 'POST', headers };
      const sent = request({ ...target, timeout: ANSWER_WITHIN_MS }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => {
          const id = idIn(answer.statusCode, text);
          if (id === undefined)
            note(`${answer.statusCode ?? ''}, Retry-After: ${answer.headers['retry-after'] ?? 'none'}`);
          if (id instanceof Error) reject(id);
          else resolve(id);
        });
        answer.on('error', reject);
      });
      sent.on('timeout', () =>
        sent.destroy(new Error(`no answer to an order within ${ANSWER_WITHIN_MS} ms`)),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  /** A kept connection may be ended just then, and a stalled server answers too late; the key makes it safe to ask again. */
  const place = async (order: Order, key: string): Promise<string | undefined> => {
    for (let n = 1; ; n += 1)
      try {
        return await attempt(order, key);
      } catch (error) {
        if (n === MOST_ATTEMPTS || !isUnknown(error)) throw error;
        note('not known, asked again');
        await sleep(n * AGAIN_AFTER_MS);
      }
  };
  return { place, refusals: () => ({ ...refusals }), close: () => agent.destroy() };
};

/** No answer, or one that leaves open whether the order was accepted: the same key tells. */
class Unknown extends Error {}

const isUnknown = (error: unknown): boolean =>
  error instanceof Unknown || (error instanceof Error && 'code' in error && error.code === 'ECONNRESET');

const idIn = (status: number | undefined, text: string): string | undefined | Error => {
  if (status === 202) return (JSON.parse(text) as { orderId: string }).orderId;
  if (status === 429 || (status === 503 && codeIn(text) === 'OVERLOADED')) return undefined;
  const words = `an order was answered ${status}: ${text}`;
  return status === 503 ? new Unknown(words) : new Error(words);
};

const codeIn = (text: string): string | undefined => (JSON.parse(text) as { code?: string }).code;
