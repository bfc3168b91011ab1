// So many customers a second, however the system does: they do not wait for each other (an open load, as in the street).
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { visit } from './client.ts';
import type { Shop } from './client.ts';
import { send } from './http.ts';
import { visitsOf } from './visits.ts';

export interface LoadOptions {
  readonly seed: number;
  /** Orders a second. */
  readonly rate: number;
  readonly durationMs: number;
  /** Under which orders are placed, in turn; left out: all under the saga. */
  readonly protocols?: readonly string[] | undefined;
}

/** Tells the keys of this run from those of any other. */
const keyOf = (seed: number, n: number): string => `nemesis-${seed}-${n}`;
const STRANGER_EVERY_MS = 500;
const STRANGER_MS = 2_000;
const FOR_OPERATORS = ['/commits', '/dead-letters', '/outbox'];

/** Resolves when the last client is gone. */
export const placeLoad = async (shop: Shop, options: LoadOptions): Promise<void> => {
  const { seed, rate, durationMs, protocols = [] } = options;
  const begin = performance.now();
  const going = new Set<Promise<void>>();
  const strangers = tryAsStranger(shop, begin + durationMs);
  for (const next of visitsOf(seed)) {
    const dueAt = begin + ((next.n - 1 + next.dice) / rate) * 1_000;
    if (dueAt - begin > durationMs || shop.closed.aborted) break;
    await sleep(Math.max(0, dueAt - performance.now())); // until this customer comes; nothing is waited for
    const protocol = protocols[next.n % protocols.length];
    const client = visit(shop, keyOf(seed, next.n), { ...next, protocol }).finally(() =>
      going.delete(client),
    );
    going.add(client);
  }
  await Promise.all([strangers, ...going]);
};

/** What is not for everybody is asked for without credentials, again and again. */
const tryAsStranger = async ({ doors, ledger, closed }: Shop, until: number): Promise<void> => {
  const tries = doors.flatMap((door) =>
    serviceNames.flatMap((service) => FOR_OPERATORS.map((path) => ({ door, service, path }))),
  );
  while (performance.now() < until && !closed.aborted)
    for (const { door, service, path } of tries) {
      if (performance.now() >= until) return;
      const request = { method: 'get', path, anonymous: true, withinMs: STRANGER_MS } as const;
      ledger.answered('stranger', await send(door, service, request));
      await sleep(STRANGER_EVERY_MS); // until the stranger tries the next door
    }
};

/** What the id of the commit that places an order ends with: so it is found in the history by its Idempotency-Key. */
export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
