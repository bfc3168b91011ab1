// What of a running system is judged: its newest orders, whatever no list knows, and all money and stock.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from '../checker/history.ts';
import { sagaOf } from '../checker/history.ts';
import { accountsIn, sharedPart, skusIn } from '../checker/shared-streams.ts';
import type { Names } from './read-system.ts';

export interface Scope {
  /** Orders that are listed and judged. */
  readonly newest: ReadonlySet<string>;
  /** Listed orders beyond the limit. */
  readonly leftOut: number;
  /** Whole commits of what is judged; of all others what they did to money and stock. */
  readonly keep: (commit: Commit) => Commit | undefined;
  /**
   * Besides what is listed, what only a history knows: of some service, which may be the only one that does. No orders
   * that were placed since `begin`.
   */
  readonly namesIn: (history: History) => Names;
}

interface Listed {
  readonly orders: readonly OrderDto[];
  readonly accounts: readonly AccountDto[];
  readonly stock: readonly StockDto[];
}

export const scopeOf = (
  { orders, accounts, stock }: Listed,
  {
    limit,
    begin,
    forgotten,
  }: { readonly limit: number; readonly begin: number; readonly forgotten: ReadonlySet<string> },
): Scope => {
  const ids = orders
    .toSorted(byAge)
    .map(({ orderId }) => orderId)
    .filter((id) => !forgotten.has(id));
  const newest = new Set(ids.slice(0, limit));
  const listed = new Set(ids);
  const others = new Set([...ids.slice(limit), ...forgotten]);
  const isNew = ({ input, at }: Commit): boolean => input.type === 'PlaceOrder' && at >= begin;
  return {
    newest,
    leftOut: Math.max(0, ids.length - limit),
    keep: (commit) => {
      const saga = sagaOf(commit);
      if (isNew(commit) && !listed.has(saga)) others.add(saga);
      return others.has(saga) ? sharedPart(commit) : commit;
    },
    namesIn: (history) => {
      const sagas = history.all.flatMap(({ commit }) => commit.input.sagaId ?? []);
      return {
        customers: either(
          accounts.map(({ customerId }) => customerId),
          accountsIn(history),
        ),
        skus: either(
          stock.map(({ sku }) => sku),
          skusIn(history),
        ),
        orders: [...new Set([...newest, ...sagas])].filter((id) => !others.has(id)),
        tampering: { forged: [], losses: [], deadLetters: [], anyDeadLetter: true },
        deadLettersBefore: new Set(),
      };
    },
  };
};

const either = (one: readonly string[], other: readonly string[]): readonly string[] => [
  ...new Set([...one, ...other]),
];

const byAge = (a: OrderDto, b: OrderDto): number => b.placedAt.localeCompare(a.placedAt);
