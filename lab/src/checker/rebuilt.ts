// Every read model made anew, from nothing but the histories: what the lists have to show.
import { reservationItem } from '@saga-lab/inventory-service/entry-points/reservation-item';
import { stockItem } from '@saga-lab/inventory-service/entry-points/stock-item';
import { orderItem } from '@saga-lab/order-service/entry-points/order-item';
import { accountItem } from '@saga-lab/payment-service/entry-points/account-item';
import { paymentItem } from '@saga-lab/payment-service/entry-points/payment-item';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { folded } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { sagaItem } from '@saga-lab/saga-orchestrator/entry-points/saga-item';
import type { History } from './history.ts';

/** As REST would show them, by id; what there is nothing to show of is left out. */
export type Rebuilt = Readonly<
  Record<
    'orders' | 'sagas' | 'payments' | 'reservations' | 'accounts' | 'stock',
    ReadonlyMap<string, unknown>
  >
>;

/** Ids of what one asks about. */
export interface Ids {
  readonly customers: readonly string[];
  readonly skus: readonly string[];
  readonly orders: readonly string[];
}

export type Rebuild = (history: History, ids: Ids) => Rebuilt;

export const rebuiltFrom: Rebuild = (history, { customers, skus, orders }) => ({
  orders: each(history, orderItem, orders),
  sagas: each(history, sagaItem, orders),
  payments: each(history, paymentItem, orders),
  reservations: each(history, reservationItem, orders),
  accounts: each(history, accountItem, customers),
  stock: each(history, stockItem, skus),
});

const each = <D extends ViewDocument>(
  history: History,
  resource: Resource<D>,
  ids: readonly string[],
): ReadonlyMap<string, unknown> =>
  new Map(
    ids.flatMap((id) => {
      const item = one(history, resource, id);
      return item === undefined ? [] : [[id, item] as const];
    }),
  );

const one = <D extends ViewDocument>(history: History, { projection, show }: Resource<D>, id: string) => {
  try {
    const document = folded(projection, id, history.ofStream(`${projection.category}-${id}`));
    return document && (JSON.parse(JSON.stringify(show(document))) as unknown);
  } catch (error) {
    return { cannotBeFolded: String(error) }; // no list shows that
  }
};
