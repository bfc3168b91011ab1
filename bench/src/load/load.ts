// A load: how sagas begin, and what is ordered.
import type { Arrival } from './arrivals.ts';
import type { Order } from './orders.ts';

export interface Load {
  readonly arrival: Arrival;
  /** Of a hundred orders so many are refused: their customers have no money, so that what was reserved is released again. */
  readonly refusedPercent: number;
  /** Among how many articles the orders are spread. */
  readonly articles: number;
  /** Each of another article, so at most as many as there are articles. */
  readonly linesPerOrder: number;
}

export const MANY_ARTICLES = 50;
const CUSTOMERS = 50;

export const loadOf = (arrival: Arrival, given: Partial<Load> = {}): Load => ({
  arrival,
  refusedPercent: 0,
  articles: MANY_ARTICLES,
  linesPerOrder: 1,
  ...given,
});

/** `200 at once, 20 % refused`; `60/s`. */
export const nameOf = ({ arrival, refusedPercent, articles, linesPerOrder }: Load): string =>
  [
    'atOnce' in arrival ? `${arrival.atOnce} at once` : `${arrival.perSecond}/s`,
    ...(refusedPercent > 0 ? [`${refusedPercent} % refused`] : []),
    ...(articles === MANY_ARTICLES ? [] : [articles === 1 ? '1 article' : `${articles} articles`]),
    ...(linesPerOrder === 1 ? [] : [`${linesPerOrder} lines`]),
  ].join(', ');

/** What a run orders, and what there must be before. */
export interface Goods {
  readonly skus: readonly string[];
  readonly customers: readonly string[];
  /** They have an account, and nothing in it. */
  readonly poor: readonly string[];
  /** The n-th order, counted from 0. */
  readonly order: (n: number) => Order;
}

/** `run`: names them apart from those of other runs. */
export const goodsOf = (run: string, { refusedPercent, articles, linesPerOrder }: Load): Goods => {
  const named = (what: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${run}-${what}-${n}`);
  const [skus, customers, poor] = [
    named('sku', articles),
    named('rich', CUSTOMERS),
    named('poor', CUSTOMERS),
  ];
  const oneOf = (ids: readonly string[], n: number): string => ids[n % ids.length] ?? run;
  const order = (n: number): Order => ({
    customerId: oneOf(isRefused(n, refusedPercent) ? poor : customers, n),
    lines: Array.from({ length: linesPerOrder }, (_, line) => ({ sku: oneOf(skus, n + line), quantity: 1 })),
  });
  return { skus, customers, poor: refusedPercent > 0 ? poor : [], order };
};

/** Spread evenly: with 20 every fifth. */
export const isRefused = (n: number, percent: number): boolean =>
  Math.floor(((n + 1) * percent) / 100) > Math.floor((n * percent) / 100);
