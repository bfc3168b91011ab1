// One customer who orders something: asks again with the same key until there is an answer, asks twice, cancels, or gives up.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask, HttpRequest } from '@saga-lab/lab/client/request';
import type { Answer } from './http.ts';
import { fieldOf, send } from './http.ts';
import type { OpenLedger } from './ledger.ts';
import type { Visit } from './visits.ts';

export interface Shop {
  /** One for each instance of the services. */
  readonly doors: readonly Ask[];
  readonly ledger: OpenLedger;
  /** Set when nobody should wait any longer. */
  readonly closed: AbortSignal;
}

const ANSWER_MS = 5_000;
const PATIENCE_MS = 30_000;
const AGAIN_MS = 300;
/** An impatient client is gone after so long, at most. */
const GONE_MS = 2_000;
const ACCEPTED = 202;
const RETRIED = new Set([429, 503]);

/** Resolves when the client is gone; what it knows then is in the ledger. */
export const visit = async (
  shop: Shop,
  key: string,
  { habit, dice, ...order }: Visit & { readonly protocol?: string | undefined },
): Promise<void> => {
  const { ledger } = shop;
  const { customerId, lines, protocol } = order;
  const body = { customerId, lines, ...(protocol !== undefined && { protocol }) };
  ledger.begins(key);
  const place = (nth: number, withinMs = ANSWER_MS) => placeOnce(shop, { key, body, nth, withinMs });
  if (habit === 'gives up') {
    await place(order.n, 1 + dice * GONE_MS);
    return;
  }
  const twin = habit === 'asks twice' ? place(order.n + 1) : undefined;
  const id = await placeUntilAccepted(shop, order.n, place);
  await twin;
  if (habit === 'asks twice') await place(order.n);
  if (habit === 'cancels' && id !== undefined) await cancel(shop, id, order.n);
};

interface Placing {
  readonly key: string;
  readonly body: unknown;
  /** Chooses the instance that is asked. */
  readonly nth: number;
  readonly withinMs: number;
}

const placeOnce = async (shop: Shop, { key, body, nth, withinMs }: Placing): Promise<Answer | undefined> => {
  const { ledger } = shop;
  const headers = { 'idempotency-key': key };
  const answer = await askShop(shop, nth, { method: 'post', path: '/orders', body, headers, withinMs });
  ledger.answered('place', answer);
  const id = answer?.status === ACCEPTED ? fieldOf(answer, 'orderId') : undefined;
  if (id !== undefined) ledger.isAccepted(key, id);
  return answer;
};

/** From instance to instance; `undefined`: the client has lost patience, or got an answer that says never. */
const placeUntilAccepted = async (
  { closed }: Shop,
  n: number,
  place: (nth: number) => Promise<Answer | undefined>,
): Promise<string | undefined> => {
  const until = Date.now() + PATIENCE_MS;
  for (let attempt = 0; Date.now() < until && !closed.aborted; attempt += 1) {
    const answer = await place(n + attempt);
    if (answer?.status === ACCEPTED) return fieldOf(answer, 'orderId');
    if (answer && !RETRIED.has(answer.status)) return undefined;
    await sleep(AGAIN_MS * Math.min(attempt + 1, 5), undefined, { signal: closed }).catch(() => undefined);
  }
  return undefined;
};

const cancel = async (shop: Shop, orderId: string, nth: number): Promise<void> => {
  const path = `/orders/${orderId}/cancel`;
  shop.ledger.answered('cancel', await askShop(shop, nth, { method: 'post', path, withinMs: ANSWER_MS }));
};

/** As anybody: customers have no credentials. */
const askShop = ({ doors }: Shop, nth: number, request: HttpRequest): Promise<Answer | undefined> => {
  const door = doors[nth % doors.length];
  if (!door) throw new Error('The shop has no door.');
  return send(door, 'order-service', { ...request, anonymous: true });
};
