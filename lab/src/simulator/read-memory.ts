// Reads a lab in memory for the checker: what REST would show of it, and the histories behind that.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Resource } from '@saga-lab/platform/http/routes/resource';
import type { ReadViews } from '@saga-lab/platform/runtime/read-models/places';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { DeadLetter, DeadLetters } from '@saga-lab/platform/store/dead-letters';
import type { CommitStore } from '@saga-lab/platform/store/store';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { historyOf } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';
import type { Ids } from '../rebuild/read-models.ts';
import { resources } from '../rebuild/services.ts';
import { currentViews } from './current-views.ts';
import { readScreens } from './read-screens.ts';
import type { Reading } from '../reader/reading.ts';
import type { ComponentPorts } from '@saga-lab/platform/service/component';

const PAGE = 100;

/** What is read of each service. */
export interface Readable {
  readonly services: Readonly<
    Record<
      ServiceName,
      Pick<ComponentPorts, 'views' | 'deadLetters' | 'store'> & {
        /** Left out: all that is in the store. */
        readonly history?: () => Promise<readonly Commit[]>;
      }
    >
  >;
}

/** The lists first, and then the histories: so nothing can be in a list and not in its history. */
export const readMemory = async ({ services }: Readable, ids: Ids): Promise<Reading> => {
  const views = await viewsOfEach(services);
  const shown = async <D extends ViewDocument, Item>(
    service: ServiceName,
    { projection, show }: Pick<Resource<D>, 'projection'> & { readonly show: (document: D) => Item },
    wanted: readonly string[],
  ): Promise<readonly Item[]> => (await views[service].get<D>(projection.view, wanted)).map(show);

  const orderOf = async (id: string) => {
    const [order] = await shown('order-service', resources.orders, [id]);
    const [saga] = await shown('saga-orchestrator', resources.sagas, [id]);
    const [payment] = await shown('payment-service', resources.payments, [id]);
    const [reservation] = await shown('inventory-service', resources.reservations, [id]);
    return { id, order, saga, payment, reservation };
  };
  const accounts = await shown('payment-service', resources.accounts, ids.customers);
  const stock = await shown('inventory-service', resources.stock, ids.skus);
  const orders = await Promise.all(ids.orders.map(orderOf));
  const screens = await readScreens(views, ids);
  const letters = serviceNames.map((name) => lettersIn(services[name].deadLetters));
  const deadLetters = (await Promise.all(letters)).flat();
  const historyIn = ({ history, store }: (typeof services)[ServiceName]) => history?.() ?? commitsIn(store);
  const histories = serviceNames.map(async (name) => [name, await historyIn(services[name])] as const);
  const commits = Object.fromEntries(await Promise.all(histories)) as CommitsByService;
  const tampering = { forged: [], losses: [], deadLetters: [] };
  return { ids, accounts, stock, orders, screens, deadLetters, tampering, history: historyOf(commits) };
};

const lettersIn = async (letters: Pick<DeadLetters, 'list'>): Promise<readonly DeadLetter[]> => {
  const all: DeadLetter[] = [];
  let page: readonly DeadLetter[];
  do {
    page = await letters.list(all.at(-1)?._id, PAGE);
    all.push(...page);
  } while (page.length > 0);
  return all;
};

const viewsOfEach = async (services: Readable['services']) => {
  const found = serviceNames.map(
    async (name) => [name, await currentViews(name, services[name].views)] as const,
  );
  return Object.fromEntries(await Promise.all(found)) as Readonly<Record<ServiceName, ReadViews>>;
};

export const commitsIn = async (store: CommitStore): Promise<readonly Commit[]> => {
  const all: Commit[] = [];
  let after: string | undefined;
  for (;;) {
    const { commits } = await store.page(after, PAGE);
    all.push(...commits.map(({ commit }) => commit));
    const last = commits.at(-1);
    if (!last) return all;
    after = last.position;
  }
};
