// Everything that a check needs, read from outside at one go.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Account, DeadLetter, Order, Part, Saga, Stock } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import type { History } from './history.ts';
import { historyOf } from './history.ts';
import { rebuiltFrom } from './rebuilt.ts';
import type { Ids, Rebuild, Rebuilt } from './rebuilt.ts';

/** What a scenario did to messages, and what therefore may be otherwise than usual. */
export interface Meddling {
  /** Ids of messages that it put in itself. */
  readonly forged: readonly string[];
  /** How confirmed messages got lost, if they did: `the broker's data was wiped`. */
  readonly losses: readonly string[];
  /** A part of the reason of each dead letter that must come. */
  readonly deadLetters: readonly string[];
  /** Nobody announced any: what is there is for an operator to judge. */
  readonly anyLetter?: boolean;
}

/** Its orders are all accepted ones of its customers. */
export interface Names extends Ids {
  readonly meddling?: Meddling;
  /** Dead letters that were there before; see `lettersOf`. */
  readonly lettersBefore: ReadonlySet<string>;
}

export interface OrderFacts {
  readonly id: string;
  readonly order: Order | undefined;
  readonly saga: Saga | undefined;
  readonly payment: Part | undefined;
  readonly reservation: Part | undefined;
}

/** What the read models show, and the histories behind them. */
export interface Facts {
  readonly accounts: readonly Account[];
  readonly stock: readonly Stock[];
  readonly orders: readonly OrderFacts[];
  readonly history: History;
  /** What all of these should be according to it. */
  readonly rebuilt: Rebuilt;
  readonly meddling: Meddling;
  /** Those that came since. */
  readonly deadLetters: readonly DeadLetter[];
}

const untouched: Meddling = { forged: [], losses: [], deadLetters: [] };

/**
 * Customers and SKUs that do not exist are left out. Read models first, from their lists, and then the histories: so
 * nothing can be in a list and not in its history.
 */
export const gather = async (lab: Lab, names: Names, rebuild: Rebuild = rebuiltFrom): Promise<Facts> => {
  const shown = await shownOf(lab);
  const deadLetters = (await lettersNow(lab)).filter(({ _id }) => !names.lettersBefore.has(_id));
  const history = historyOf(await lab.commits());
  return {
    accounts: named(shown.accounts, names.customers),
    stock: named(shown.stock, names.skus),
    orders: names.orders.map((id) => ({
      id,
      order: shown.orders.get(id),
      saga: shown.sagas.get(id),
      payment: shown.payments.get(id),
      reservation: shown.reservations.get(id),
    })),
    history,
    rebuilt: rebuild(history, names),
    deadLetters,
    meddling: names.meddling ?? untouched,
  };
};

/** One page of each at a time, so that looking does not load what is looked at. */
const shownOf = async (lab: Lab) => {
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

const byId = <T>(items: readonly T[], idOf: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [idOf(item), item]));

const named = <T>(shown: ReadonlyMap<string, T>, ids: readonly string[]): readonly T[] =>
  ids.flatMap((id) => shown.get(id) ?? []);

/** Those that are there now; every service keeps its own. */
export const lettersOf = async (lab: Lab): Promise<ReadonlySet<string>> =>
  new Set((await lettersNow(lab)).map(({ _id }) => _id));

const lettersNow = async (lab: Lab): Promise<readonly DeadLetter[]> =>
  (await Promise.all(serviceNames.map((service) => lab.deadLetters(service)))).flat();
