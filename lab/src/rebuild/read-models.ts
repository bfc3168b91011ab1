// Every read model made anew, from nothing but the histories: what the lists have to show.
import type { Resource } from '@saga-lab/platform/http/routes/resource';
import { folded, streamFor } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import type { Rebuilt } from '../checker/facts.ts';
import type { History } from '../checker/history.ts';
import { resources } from './services.ts';

/** Ids of what one asks about. */
export interface Ids {
  readonly customers: readonly string[];
  readonly skus: readonly string[];
  readonly orders: readonly string[];
}

export type Rebuild = (history: History, ids: Ids) => Rebuilt;

export const rebuiltFrom: Rebuild = (history, { customers, skus, orders }) => ({
  orders: each(history, resources.orders, orders),
  sagas: each(history, resources.sagas, orders),
  payments: each(history, resources.payments, orders),
  reservations: each(history, resources.reservations, orders),
  accounts: each(history, resources.accounts, customers),
  stock: each(history, resources.stock, skus),
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
    const document = folded(projection, id, history.ofStream(streamFor(projection, id)));
    return document && (JSON.parse(JSON.stringify(show(document))) as unknown);
  } catch (error) {
    return { cannotBeFolded: String(error) }; // no list shows that
  }
};
