// A shop in memory in which a script is played: what operators put, and orders one after the other.
import { setTimeout as sleep } from 'node:timers/promises';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { hasEnded } from '../client/documents.ts';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { readingAt } from '../time-travel/reading.ts';
import { continued } from './continued.ts';
import type { Continued } from './continued.ts';

export type Act = (shop: Continued) => Promise<void>;

/** In a script, the moment to which its reader wants to come back. */
export const MOMENT = 'the moment';
export type Script = readonly (Act | typeof MOMENT)[];

const asked = async (
  { visitor }: Continued,
  ...[service, request]: Parameters<Continued['visitor']['ask']>
): Promise<unknown> => {
  const { status, body } = await visitor.ask(service, request);
  if (status < 300) return body;
  throw new Error(`${request.method} ${request.path} was answered ${status}: ${JSON.stringify(body)}`);
};

const put =
  (service: ServiceName, path: string, body: object): Act =>
  async (shop) => {
    await asked(shop, service, { method: 'put', path, body });
  };
export const stock = (sku: string, onHand: number, unitPrice: number): Act =>
  put('inventory-service', `/stock/${sku}`, { onHand, unitPrice });
export const account = (id: string, opening: number): Act =>
  put('payment-service', `/accounts/${id}`, { opening });

/** The same key is the same order id, in every shop. */
const placed = async (
  shop: Continued,
  { customerId, sku, quantity, key }: { customerId: string; sku: string; quantity: number; key: string },
): Promise<string> => {
  const answer = await asked(shop, 'order-service', {
    method: 'post',
    path: '/orders',
    headers: { 'idempotency-key': key },
    body: { customerId, lines: [{ sku, quantity }] },
  });
  return (answer as { readonly orderId: string }).orderId;
};

/** Until its saga has ended. */
export const order =
  (customerId: string, sku: string, quantity: number, key: string): Act =>
  async (shop) => {
    const orderId = await placed(shop, { customerId, sku, quantity, key });
    await eventually(async () => {
      const { orders } = readingAt({ history: await historyIn(shop) });
      const saga = orders.find(({ id }) => id === orderId)?.saga;
      if (!saga || !hasEnded(saga)) throw new Error(`${orderId} is ${saga?.status ?? 'not begun'}`);
    });
  };

const act =
  (service: ServiceName, path: string, key: string, body: object): Act =>
  async (shop) => {
    const headers = { 'idempotency-key': key };
    await asked(shop, service, { method: 'post', path, headers, body: { ...body, reason: 'a test' } });
  };

export const restore = (sku: string, toVersion: number): Act =>
  act('inventory-service', `/stock/${sku}/restore`, `${sku}-${toVersion}`, { toVersion });
export const restoreAccount = (id: string, toVersion: number): Act =>
  act('payment-service', `/accounts/${id}/restore`, `${id}-${toVersion}`, { toVersion });

export const correctStock = (sku: string, correction: object, key: string): Act =>
  act('inventory-service', `/stock/${sku}/corrections`, key, correction);
export const correctAccount = (id: string, correction: object, key: string): Act =>
  act('payment-service', `/accounts/${id}/corrections`, key, correction);

/** A difference for the order of these arguments, which was placed before. */
export const settle =
  (
    of: readonly [customerId: string, sku: string, quantity: number, key: string],
    amount: number,
    because: string,
  ): Act =>
  async (shop) => {
    const [customerId, sku, quantity, key] = of;
    const orderId = await placed(shop, { customerId, sku, quantity, key });
    const difference = { kind: 'DIFFERENCE', orderId, amount, because };
    await correctAccount(customerId, difference, `${key}-settled`)(shop);
  };

export interface Opened {
  readonly shop: Continued;
  /** Milliseconds since the epoch. */
  readonly moment: number;
}

/** It goes on until it is stopped. */
export const opened = async (script: Script): Promise<Opened> => {
  const shop = await continued(
    ofEveryService(() => []),
    { clock: systemClock, ids: webIds },
  );
  let moment = 0;
  for (const act of script) {
    if (act === MOMENT) moment = Date.now();
    else await act(shop);
    await sleep(5); // so that no two have the same time
  }
  return { shop, moment };
};

export const historyIn = async ({ visitor }: Continued): Promise<History> =>
  historyOf(await visitor.commits());

export interface Played {
  readonly history: History;
  readonly moment: number;
}

export const played = async (script: Script): Promise<Played> => {
  const { shop, moment } = await opened(script);
  const history = await historyIn(shop);
  await shop.stop();
  return { history, moment };
};
