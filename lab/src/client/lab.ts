// A visitor's view of the whole lab: everything that scenarios and checks do, they do through this.
import { openSagaStatuses } from '@saga-lab/contracts/saga';
import type { SagaStatus } from '@saga-lab/contracts/saga';
import { randomUUID } from 'node:crypto';
import type { Commit } from '@saga-lab/platform/store/commit';
import { eventually } from '@saga-lab/platform/time/eventually';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Access } from '@saga-lab/launcher/system/access';
import { answersOf, PAGE } from './answers.ts';
import type { Answers } from './answers.ts';
import { commitReader } from './commit-reader.ts';
import type { CommitPage, Keep, ReadCommits } from './commit-reader.ts';
import { hasEnded } from './documents.ts';
import type {
  Account,
  CommitsByService,
  DeadLetter,
  Line,
  Order,
  Outbox,
  Payment,
  Reservation,
  Saga,
  Stock,
} from './documents.ts';
import type { Ask, HttpAnswer } from './request.ts';
import { asking, Refused } from './request.ts';

/** Longest wait for one saga; most end within a tenth of a second, a restarted service takes some seconds. */
const SAGA_MS = 30_000;

export interface NewOrder {
  readonly customerId: string;
  readonly lines: readonly Line[];
}

/**
 * Every method rejects with `Refused` when the answer is not the one that its name promises.
 * `ask`: how requests are sent; by default each of them once.
 */
export const lab = (access: Access, ask: Ask = asking(access)) => {
  const answers = answersOf(ask);
  return {
    /** Any request, answered as it comes. */
    ask,
    ...preparing(answers),
    ...ordering(ask),
    ...participants(answers),
    ...sagas(answers),
    ...operating(answers),
    ...readModels(answers),
    ...histories(answers),
  };
};
export type Lab = ReturnType<typeof lab>;

const preparing = ({ must }: Answers) => ({
  /** Puts pieces on hand at a price in minor units. */
  putStock: (sku: string, onHand: number, unitPrice: number) =>
    must('inventory-service', { method: 'put', path: `/stock/${sku}`, body: { onHand, unitPrice } }),
  /** Opens an account, in minor units. */
  putAccount: (customerId: string, opening: number) =>
    must('payment-service', { method: 'put', path: `/accounts/${customerId}`, body: { opening } }),
});

const ordering = (ask: Ask) => {
  const tryToPlace = (order: unknown, key: string = randomUUID()): Promise<HttpAnswer> =>
    ask('order-service', {
      method: 'post',
      path: '/orders',
      body: order,
      headers: { 'idempotency-key': key },
    });
  return {
    tryToPlace,
    /** Resolves with the id of the accepted order. */
    placeOrder: async (order: NewOrder, key?: string): Promise<string> => {
      const answer = await tryToPlace(order, key);
      if (answer.status !== 202) throw new Refused('POST /orders of order-service', answer);
      return (answer.body as Order).orderId;
    },
    cancel: (orderId: string): Promise<HttpAnswer> =>
      ask('order-service', { method: 'post', path: `/orders/${orderId}/cancel` }),
  };
};

const participants = ({ get, find, all }: Answers) => ({
  /** Ids of all orders that wait for their saga. */
  pendingOrders: async () =>
    (await all<Order>('order-service', '/orders', '&status=PENDING')).map(({ orderId }) => orderId),
  order: (id: string) => get<Order>('order-service', `/orders/${id}`),
  findOrder: (id: string) => find<Order>('order-service', `/orders/${id}`),
  stock: (sku: string) => get<Stock>('inventory-service', `/stock/${sku}`),
  account: (customerId: string) => get<Account>('payment-service', `/accounts/${customerId}`),
  /** Absent when nobody ever asked for the payment, or for the reservation. */
  payment: (orderId: string) => find<Payment>('payment-service', `/payments/${orderId}`),
  reservation: (orderId: string) => find<Reservation>('inventory-service', `/reservations/${orderId}`),
});

const sagas = ({ get, find, all }: Answers) => {
  const saga = (id: string) => get<Saga>('saga-orchestrator', `/sagas/${id}`);
  const sagasThatAre = (status: SagaStatus) => all<Saga>('saga-orchestrator', '/sagas', `&status=${status}`);
  return {
    saga,
    findSaga: (id: string) => find<Saga>('saga-orchestrator', `/sagas/${id}`),
    sagaCounts: async () => {
      const answer = await get<{ counts: Record<SagaStatus, number> }>('saga-orchestrator', '/saga-counts');
      return answer.counts;
    },
    sagasThatAre,
    /** All sagas that have not ended. */
    openSagas: async (): Promise<readonly Saga[]> => {
      return (await Promise.all(openSagaStatuses.map(sagasThatAre))).flat();
    },
    /** Waits until a saga is over, at most 30 s unless told, and resolves with how it is then. */
    sagaEnd: (id: string, timeoutMs = SAGA_MS): Promise<Saga> =>
      eventually(
        async () => {
          const now = await saga(id);
          if (hasEnded(now)) return now;
          throw new Error(
            `Saga ${id} is still ${now.status}; look at GET /sagas/${id} of saga-orchestrator.`,
          );
        },
        { timeoutMs },
      ),
  };
};

const operating = ({ get, find, all }: Answers) => ({
  deadLetters: (service: ServiceName) => all<DeadLetter>(service, '/dead-letters'),
  findDeadLetter: (service: ServiceName, id: string) =>
    find<DeadLetter>(service, `/dead-letters/${encodeURIComponent(id)}`),
  outbox: (service: ServiceName) => get<Outbox>(service, '/outbox'),
});

/** The pure read models, without what their streams hold beyond. */
const readModels = ({ all }: Answers) => ({
  listedOrders: (customerId: string) => all<Order>('order-service', '/orders', `&customerId=${customerId}`),
  allOrders: () => all<Order>('order-service', '/orders'),
  allSagas: () => all<Saga>('saga-orchestrator', '/sagas'),
  allPayments: () => all<Payment>('payment-service', '/payments'),
  allReservations: () => all<Reservation>('inventory-service', '/reservations'),
  allAccounts: () => all<Account>('payment-service', '/accounts'),
  allStock: () => all<Stock>('inventory-service', '/stock'),
});

const histories = ({ get, all }: Answers) => {
  const commitsAfter = (name: ServiceName, after: string, limit = PAGE) =>
    get<CommitPage>(name, `/commits?limit=${limit}${after && `&after=${encodeURIComponent(after)}`}`);
  const reader = (keep?: Keep): ReadCommits<CommitsByService> => {
    const readers = ofEveryService((name) =>
      commitReader((after, limit) => commitsAfter(name, after, limit), PAGE, keep),
    );
    return (until) => fromEvery((name) => readers[name](until));
  };
  return {
    /** Everything that ever happened to one thing: `history('order-service', '/orders/o1')`. */
    history: (service: ServiceName, path: string) => all<unknown>(service, `${path}/history`),
    /** One page of the raw history of one service, behind a position; the empty one is the beginning. */
    commitsAfter,
    /** What one request led to in each service, such as one saga; each commit behind what caused it. */
    commitsOf: (correlationId: string): Promise<CommitsByService> =>
      fromEvery((name) => all<Commit>(name, `/correlations/${correlationId}/commits`)),
    /** The raw histories of all four services, each in the order in which its database made it durable. */
    commits: reader(),
    /** A reader of the same that remembers no more of a commit than it is told, and knows nothing of what `commits` has read. */
    histories: reader,
  };
};

/** Asks all services at the same time. */
const fromEvery = async (
  read: (name: ServiceName) => Promise<readonly Commit[]>,
): Promise<CommitsByService> => {
  const lists = await Promise.all(serviceNames.map(async (name) => [name, await read(name)] as const));
  return Object.fromEntries(lists) as CommitsByService;
};
