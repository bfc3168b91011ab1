// A lab that answers what hand-made facts say: for checks that read for themselves.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { ScreenLine, ScreenName } from '../checker/facts.ts';
import { hasEnded } from '../client/documents.ts';
import type { Keep } from '../client/commit-reader.ts';
import type { Lab } from '../client/lab.ts';
import type { Made } from './made-up-facts.ts';

const linesIn = ({ screens }: Made, name: ScreenName): readonly ScreenLine[] =>
  [...(screens?.[name].values() ?? [])].flat();

/** `made` is asked anew for each answer, so that it may change while one looks. */
export const labOf = (made: () => Made): Lab => {
  const present = <T>(items: readonly (T | undefined)[]): readonly T[] =>
    items.filter((item) => item !== undefined);
  const orders = (): readonly OrderDto[] => present(made().orders.map(({ order }) => order));
  const sagas = (): readonly SagaDto[] => present(made().orders.map(({ saga }) => saga));
  const answers = {
    pendingOrders: () =>
      orders()
        .filter(({ status }) => status === 'PENDING')
        .map(({ orderId }) => orderId),
    openSagas: () => sagas().filter((saga) => !hasEnded(saga)),
    allOrders: orders,
    allSagas: sagas,
    allPayments: () => present(made().orders.map(({ payment }) => payment)),
    allReservations: () => present(made().orders.map(({ reservation }) => reservation)),
    allAccounts: () => made().accounts,
    allStock: () => made().stock,
    allSales: () => linesIn(made(), 'sales'),
    allSummaries: () => linesIn(made(), 'order-summaries'),
    statement: (id: string) => made().screens?.statements.get(id) ?? [],
    stockCard: (id: string) => made().screens?.['stock-cards'].get(id) ?? [],
    tombstones: () => [],
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
    return () => Promise.resolve(ofEveryService(kept));
  };
  return { ...asked, histories, commits: histories() } as unknown as Lab;
};
