// A lab that answers what hand-made facts say: for checks that read for themselves.
import { byService } from '../client/documents.ts';
import type { Order, Saga, ServiceName } from '../client/documents.ts';
import type { Keep } from '../client/commit-reader.ts';
import type { Lab } from '../client/lab.ts';
import { hasEnded } from '../client/lab.ts';
import type { Made } from './made-up-facts.ts';

/** `made` is asked anew for each answer, so that it may change while one looks. */
export const labOf = (made: () => Made): Lab => {
  const one = (id: string) => made().orders.find((order) => order.id === id);
  const present = <T>(items: readonly (T | undefined)[]): readonly T[] =>
    items.filter((item) => item !== undefined);
  const orders = (): readonly Order[] => present(made().orders.map(({ order }) => order));
  const sagas = (): readonly Saga[] => present(made().orders.map(({ saga }) => saga));
  const answers = {
    allOrders: () => made().listed.orders,
    pendingOrders: () =>
      orders()
        .filter(({ status }) => status === 'PENDING')
        .map(({ orderId }) => orderId),
    openSagas: () => sagas().filter((saga) => !hasEnded(saga)),
    listedOrders: (customer: string) =>
      made().listed.orders.filter(({ customerId }) => customerId === customer),
    listedSagas: () => made().listed.sagas,
    listedStock: () => made().listed.stock,
    findOrder: (id: string) => one(id)?.order,
    findSaga: (id: string) => one(id)?.saga,
    payment: (id: string) => one(id)?.payment,
    reservation: (id: string) => one(id)?.reservation,
    findAccount: (id: string) => made().accounts.find(({ customerId }) => customerId === id),
    findStock: (id: string) => made().stock.find(({ sku }) => sku === id),
    deadLetters: (service: string) => (service === 'payment-service' ? made().deadLetters : []),
  };
  const asked = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (id: string) => Promise.resolve((answer as (id: string) => unknown)(id)),
    ]),
  );
  const histories = (keep: Keep = (commit) => commit) => {
    const kept = (name: ServiceName) => made().commits[name].flatMap((commit) => keep(commit) ?? []);
    return () => Promise.resolve(byService(kept));
  };
  return { ...asked, histories, commits: histories() } as unknown as Lab;
};
