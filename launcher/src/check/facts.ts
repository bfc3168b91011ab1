// Everything that a check needs, read from outside at one go.
import type { Account, DeadLetter, Order, Part, Saga, ServiceName, Stock } from '../client/documents.ts';
import { serviceNames } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import type { History } from './history.ts';
import { historyOf } from './history.ts';

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

export interface Names {
  readonly customers: readonly string[];
  readonly skus: readonly string[];
  /** Ids of all accepted orders of these customers. */
  readonly orders: readonly string[];
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

/** What the lists say: read models alone, without what the streams hold beyond. */
export interface Listed {
  readonly orders: readonly Order[];
  readonly sagas: readonly Saga[];
  readonly stock: readonly Stock[];
}

export interface Facts {
  readonly accounts: readonly Account[];
  readonly stock: readonly Stock[];
  readonly orders: readonly OrderFacts[];
  readonly listed: Listed;
  readonly history: History;
  readonly meddling: Meddling;
  /** Those that came since. */
  readonly deadLetters: readonly DeadLetter[];
}

const untouched: Meddling = { forged: [], losses: [], deadLetters: [] };

/** Customers and SKUs that do not exist are left out. */
export const gather = async (lab: Lab, names: Names): Promise<Facts> => {
  const orders = await inTurn(names.orders, (id) => orderFacts(lab, id));
  return {
    accounts: present(await inTurn(names.customers, (customer) => lab.findAccount(customer))),
    stock: present(await inTurn(names.skus, (sku) => lab.findStock(sku))),
    orders,
    listed: await listed(lab, names, orders),
    deadLetters: (await deadLetters(lab)).filter(({ _id }) => !names.lettersBefore.has(_id)),
    history: historyOf(await lab.commits()),
    meddling: names.meddling ?? untouched,
  };
};

/** Those that are there now; every service keeps its own. */
export const lettersOf = async (lab: Lab): Promise<ReadonlySet<string>> =>
  new Set((await deadLetters(lab)).map(({ _id }) => _id));

const deadLetters = async (lab: Lab): Promise<readonly DeadLetter[]> =>
  (await inTurn(serviceNames, (service: ServiceName) => lab.deadLetters(service))).flat();

const orderFacts = async (lab: Lab, id: string): Promise<OrderFacts> => {
  const [order, saga, payment, reservation] = await Promise.all([
    lab.findOrder(id),
    lab.findSaga(id),
    lab.payment(id),
    lab.reservation(id),
  ]);
  return { id, order, saga, payment, reservation };
};

/** Only what was asked for: others may play on the same system. */
const listed = async (lab: Lab, { skus }: Names, orders: readonly OrderFacts[]): Promise<Listed> => {
  const ids = new Set(orders.map(({ id }) => id));
  const customers = new Set(present(orders.map(({ order }) => order?.customerId)));
  return {
    orders: (await inTurn([...customers], (customer) => lab.listedOrders(customer))).flat(),
    sagas: (await lab.listedSagas()).filter(({ sagaId }) => ids.has(sagaId)),
    stock: (await lab.listedStock()).filter(({ sku }) => skus.includes(sku)),
  };
};

const AT_ONCE = 4;

/** A few at once, so that looking does not load what is looked at. */
const inTurn = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  return results;
};

const present = <T>(items: readonly (T | undefined)[]): readonly T[] =>
  items.filter((item) => item !== undefined);
