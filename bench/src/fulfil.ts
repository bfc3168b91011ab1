// A load of orders that all can be fulfilled, so many at a time.
import type { Lab } from '@saga-lab/lab/client/lab';
import pLimit from 'p-limit';
import type { Endings } from './load/endings.ts';

export interface BenchClient {
  readonly lab: Lab;
  readonly endings: Endings;
}

export interface Load {
  readonly count: number;
  /** Most sagas at a time. */
  readonly atOnce: number;
  /** Among how many articles the orders are spread. */
  readonly articles: number;
}

const CUSTOMERS = 50;

/** Has `count` orders fulfilled, and gives back their ids. */
export const fulfil = async (
  { lab, endings }: BenchClient,
  { count, atOnce, articles }: Load,
): Promise<ReadonlySet<string>> => {
  const name = `bench-${Date.now()}`;
  const skus = Array.from({ length: articles }, (_, n) => `${name}-${n}`);
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `${name}-${n}`);
  await Promise.all(skus.map((sku) => lab.putStock(sku, count, 100)));
  await Promise.all(customers.map((customer) => lab.putAccount(customer, count * 100)));
  const order = async (n: number): Promise<string> => {
    const customerId = customers[n % customers.length] ?? name;
    const sku = skus[n % skus.length] ?? name;
    const id = await lab.placeOrder({ customerId, lines: [{ sku, quantity: 1 }] });
    await endings.of(id);
    return id;
  };
  const limit = pLimit(atOnce);
  const orders = Array.from({ length: count }, (_, n) => limit(() => order(n)));
  const ids = await Promise.all(orders);
  await Promise.all(ids.slice(-atOnce).map((id) => lab.sagaEnd(id)));
  return new Set(ids);
};
