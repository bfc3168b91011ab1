// Reads a running system through REST: its lists and dead letters, and then the histories behind them.
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Screens, Tampering } from '../checker/facts.ts';
import { historyOf } from '../checker/history.ts';
import type { Lab } from '../client/lab.ts';
import type { Ids } from '../rebuild/read-models.ts';
import type { Reading } from './reading.ts';

/** Its orders are all accepted ones of its customers. */
export interface Names extends Ids {
  readonly tampering?: Tampering;
  /** Ids of dead letters that were there before; see `deadLetterIds`. */
  readonly deadLettersBefore: ReadonlySet<string>;
}

const untouched: Tampering = { forged: [], losses: [], deadLetters: [] };

/** Lists first, and then the histories: so nothing can be in a list and not in its history. */
export const readSystem = async (lab: Lab, names: Names): Promise<Reading> => {
  const { customers, skus, orders, tampering = untouched, deadLettersBefore } = names;
  const shown = await readLists(lab);
  const deadLetters = (await readDeadLetters(lab)).filter(({ _id }) => !deadLettersBefore.has(_id));
  const screens = await readScreens(lab, names);
  const history = historyOf(await lab.commits());
  return {
    ids: { customers, skus, orders },
    accounts: named(shown.accounts, customers),
    stock: named(shown.stock, skus),
    orders: orders.map((id) => ({
      id,
      order: shown.orders.get(id),
      saga: shown.sagas.get(id),
      payment: shown.payments.get(id),
      reservation: shown.reservations.get(id),
    })),
    screens,
    history,
    deadLetters,
    tampering,
  };
};

/** One page of each at a time, so that looking does not load what is looked at. */
const readLists = async (lab: Lab) => {
  const [orders, sagas, payments, reservations, accounts, stock] = await Promise.all([
    lab.allOrders(),
    lab.allSagas(),
    lab.allPayments(),
    lab.allReservations(),
    lab.allAccounts(),
    lab.allStock(),
  ]);
  return {
    orders: byId(orders, ({ orderId }) => orderId),
    sagas: byId(sagas, ({ sagaId }) => sagaId),
    payments: byId(payments, ({ orderId }) => orderId),
    reservations: byId(reservations, ({ orderId }) => orderId),
    accounts: byId(accounts, ({ customerId }) => customerId),
    stock: byId(stock, ({ sku }) => sku),
  };
};

/** One request at a time, and after the lists: so they are hardly ever behind these. */
const readScreens = async (lab: Lab, { customers, skus, orders }: Ids): Promise<Screens> => {
  const ofEach = async <T>(ids: readonly string[], read: (id: string) => Promise<T>) => {
    const found = new Map<string, T>();
    for (const id of ids) found.set(id, await read(id));
    return found;
  };
  const sales = Map.groupBy(await lab.allSales(), ({ sku }) => sku);
  const summaries = Map.groupBy(await lab.allSummaries(), ({ orderId }) => orderId);
  return {
    statements: await ofEach(customers, lab.statement),
    'stock-cards': await ofEach(skus, lab.stockCard),
    sales: new Map(skus.map((id) => [id, sales.get(id) ?? []])),
    'order-summaries': new Map(orders.map((id) => [id, summaries.get(id) ?? []])),
  };
};

const byId = <T>(items: readonly T[], idOf: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [idOf(item), item]));

const named = <T>(shown: ReadonlyMap<string, T>, ids: readonly string[]): readonly T[] =>
  ids.flatMap((id) => shown.get(id) ?? []);

/** Of the dead letters that are there now; every service keeps its own. */
export const deadLetterIds = async (lab: Lab): Promise<ReadonlySet<string>> =>
  new Set((await readDeadLetters(lab)).map(({ _id }) => _id));

const readDeadLetters = async (lab: Lab): Promise<readonly DeadLetterDto[]> =>
  (await Promise.all(serviceNames.map((service) => lab.deadLetters(service)))).flat();
