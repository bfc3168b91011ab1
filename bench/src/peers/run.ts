// The orders of one run against a peer: what there is before, what is ordered, and how each has to end.
import { goodsOf } from '../load/load.ts';
import type { Load } from '../load/load.ts';
import type { Ordered } from './outcome.ts';
import type { PeerOrder } from './saga.ts';

const ON_HAND = 1_000_000;
const PRICE = 100;

type Amounts = Readonly<Record<string, number>>;

export interface PeerRun {
  readonly name: string;
  readonly stock: Amounts;
  readonly money: Amounts;
  /** All that `order` has made so far. */
  readonly ordered: readonly Ordered[];
  /** The n-th, counted from 0; ask once for each. */
  readonly order: (n: number) => PeerOrder;
  readonly repeatsBefore: number;
}

export const ordersOf = (name: string, load: Load, repeatsBefore: number): PeerRun => {
  const { skus, customers, poor, order } = goodsOf(name, load);
  const withoutMoney = new Set(poor);
  const ordered: Ordered[] = [];
  return {
    name,
    repeatsBefore,
    stock: amounts(skus, ON_HAND),
    money: { ...amounts(customers, ON_HAND * PRICE), ...amounts(poor, 0) },
    ordered,
    order: (n) => {
      const { customerId, lines } = order(n);
      const { sku = '', quantity = 0 } = lines[0] ?? {};
      const one = { orderId: `${name}-${n}`, customerId, sku, quantity, total: quantity * PRICE };
      ordered.push({ order: one, end: withoutMoney.has(customerId) ? 'rejected' : 'completed' });
      return one;
    },
  };
};

const amounts = (accounts: readonly string[], amount: number): Amounts =>
  Object.fromEntries(accounts.map((account) => [account, amount]));
