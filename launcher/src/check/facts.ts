// Everything that a check needs, read from outside at one go.
import type { Account, CommitsByService, Order, Part, Saga, Stock } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';

export interface Names {
  readonly customers: readonly string[];
  readonly skus: readonly string[];
  /** Ids of all accepted orders of these customers. */
  readonly orders: readonly string[];
}

export interface OrderFacts {
  readonly id: string;
  readonly order: Order | undefined;
  readonly saga: Saga | undefined;
  readonly payment: Part | undefined;
  readonly reservation: Part | undefined;
}

export interface Facts {
  readonly accounts: readonly Account[];
  readonly stock: readonly Stock[];
  readonly orders: readonly OrderFacts[];
  readonly commits: CommitsByService;
}

/** Customers and SKUs that do not exist are left out. */
export const gather = async (lab: Lab, { customers, skus, orders }: Names): Promise<Facts> => ({
  accounts: present(await inTurn(customers, (customer) => lab.findAccount(customer))),
  stock: present(await inTurn(skus, (sku) => lab.findStock(sku))),
  orders: await inTurn(orders, (id) => orderFacts(lab, id)),
  commits: await lab.commits(),
});

const orderFacts = async (lab: Lab, id: string): Promise<OrderFacts> => {
  const [order, saga, payment, reservation] = await Promise.all([
    lab.findOrder(id),
    lab.findSaga(id),
    lab.payment(id),
    lab.reservation(id),
  ]);
  return { id, order, saga, payment, reservation };
};

/** One after the other, so that looking does not load what is looked at. */
const inTurn = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
};

const present = <T>(items: readonly (T | undefined)[]): readonly T[] =>
  items.filter((item) => item !== undefined);
