// Orders that keep coming, and what became of each.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlOf } from './trial-system.ts';

const EVERY_MS = 500;
const TRY_AGAIN_MS = 300;
const ANSWER_WITHIN_MS = 5_000;
const ACCEPTED_WITHIN_MS = 120_000;
const ENDED_WITHIN_MS = 180_000;

const SKU = 'trial-lamp';
const RICH = 'trial-ada';
const POOR = 'trial-bob';
/** So that some sagas are undone. */
const EVERY_NTH_IS_POOR = 5;

/** By order. */
export type Statuses = ReadonlyMap<string, string>;

export interface Orders {
  readonly stop: () => void;
  /** Resolves with the status of each when every accepted order has ended. @throws Error if one does not. */
  readonly ended: () => Promise<Statuses>;
}

/** They come until they are stopped; each is sent until it is accepted, with one key. */
export const placeOrders = async (adminToken: string): Promise<Orders> => {
  const asAdmin = { authorization: `Bearer ${adminToken}` };
  const put = (url: string, body: unknown) => answered(200, url, { method: 'PUT', headers: asAdmin, body });
  await put(`${urlOf('inventory-service')}/stock/${SKU}`, { onHand: 100_000, unitPrice: 100 });
  await put(`${urlOf('payment-service')}/accounts/${RICH}`, { opening: 10_000_000 });
  await put(`${urlOf('payment-service')}/accounts/${POOR}`, { opening: 50 });
  const stopped = new AbortController();
  const placed = placeUntil(stopped.signal);
  placed.catch(() => undefined); // whoever waits for the ends hears of it
  return { stop: () => stopped.abort(), ended: async () => ends(await placed) };
};

const placeUntil = async (signal: AbortSignal): Promise<readonly string[]> => {
  const orders: Promise<string>[] = [];
  while (!signal.aborted) {
    const order = place(orders.length % EVERY_NTH_IS_POOR === 0 ? POOR : RICH);
    order.catch(() => undefined); // as above
    orders.push(order);
    await sleep(EVERY_MS);
  }
  return Promise.all(orders);
};

const place = async (customerId: string): Promise<string> => {
  const body = { customerId, lines: [{ sku: SKU, quantity: 1 }] };
  const headers = { 'idempotency-key': randomUUID() };
  const accepted = await answered(202, `${urlOf('order-service')}/orders`, { method: 'POST', headers, body });
  return (accepted as { readonly orderId: string }).orderId;
};

const ends = async (orders: readonly string[]): Promise<Statuses> => {
  const statuses = new Map<string, string>();
  for (const order of orders) statuses.set(order, await endOf(order));
  return statuses;
};

const endOf = async (order: string): Promise<string> => {
  const deadline = Date.now() + ENDED_WITHIN_MS;
  for (;;) {
    const status = await statusOf(order);
    if (status !== 'PENDING') return status;
    if (Date.now() > deadline) throw new Error(`The order ${order} has not ended.`);
    await sleep(TRY_AGAIN_MS);
  }
};

/** A list may be behind by a moment: 404 is no answer yet. */
export const statusOf = async (order: string): Promise<string> => {
  const shown = await answered(200, `${urlOf('order-service')}/orders/${order}`, { method: 'GET' });
  return (shown as { readonly status: string }).status;
};

interface Asked {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface HttpAnswer {
  /** 0 if nobody was there. */
  readonly status: number;
  readonly body: unknown;
}

/** Asks until the answer is the one that is hoped for: services are killed meanwhile. */
export const answered = async (wanted: number, url: string, asked: Asked): Promise<unknown> => {
  const deadline = Date.now() + ACCEPTED_WITHIN_MS;
  for (;;) {
    const { status, body } = await answer(url, asked);
    if (status === wanted) return body;
    if (Date.now() > deadline)
      throw new Error(`${asked.method} ${url} was answered ${status} for two minutes.`);
    await sleep(TRY_AGAIN_MS);
  }
};

/** By an agent of its own: the global one may be set to a proxy. */
const answer = (url: string, { method, headers = {}, body }: Asked) =>
  new Promise<HttpAnswer>((resolve) => {
    const options = {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      agent: new Agent(),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    };
    const nobody = () => resolve({ status: 0, body: undefined });
    const asked = request(url, options, (response) => {
      const { statusCode: status = 0 } = response;
      json(response).then((found) => resolve({ status, body: found }), nobody);
    });
    asked.once('error', nobody);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
