// What a lab has to have before orders come: stock of every article, and accounts with and without money.
import type { Lab } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import { goodsOf } from '../load/load.ts';
import type { Load } from '../load/load.ts';
import type { Order } from '../load/orders.ts';

export const ON_HAND = 1_000_000;
export const PRICE = 100;

const PREPARED_WITHIN_MS = 30_000;

/** Resolves with the n-th order of the load, once all that these orders want is there. */
export const stocked = async (one: Lab, load: Load): Promise<(n: number) => Order> => {
  const { skus, customers, poor, order } = goodsOf(`bench-${Date.now()}`, load);
  await Promise.all([
    ...skus.map((sku) => surely(() => one.putStock(sku, ON_HAND, PRICE))),
    ...customers.map((customer) => surely(() => one.putAccount(customer, ON_HAND * PRICE))),
    ...poor.map((customer) => surely(() => one.putAccount(customer, 0))),
  ]);
  return order;
};

/** A machine that does much else may answer late; what is put there twice is more than enough as well. */
const surely = (put: () => Promise<unknown>): Promise<unknown> =>
  eventually(put, { timeoutMs: PREPARED_WITHIN_MS });
