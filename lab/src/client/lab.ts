// A visitor's view of the whole lab: everything that scenarios and checks do, they do through this.
import type { ReservationDto, StockDto } from '@saga-lab/contracts/dtos/inventory';
import type {
  DeadLetterDto,
  DroppedSnapshotsDto,
  ForgottenDto,
  OutboxDto,
  SnapshotDto,
  TombstoneDto,
} from '@saga-lab/contracts/dtos/operation';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto, PaymentDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Line } from '@saga-lab/contracts/primitives';
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
import { correcting } from './correcting.ts';
import { commitReader } from './commit-reader.ts';
import type { CommitPage, Keep, ReadCommits } from './commit-reader.ts';
import { hasEnded } from './documents.ts';
import type { CommitsByService } from './documents.ts';
import type { Ask, HttpAnswer } from './request.ts';
import { asking, Refused } from './request.ts';
import { readModels } from './read-models.ts';
import { restoring } from './restoring.ts';
import { roles } from './roles.ts';

/** Longest wait for one saga; most end within a tenth of a second, a restarted service takes some seconds. */
const SAGA_MS = 30_000;

export interface NewOrder {
  readonly customerId: string;
  readonly lines: readonly Line[];
  /** `saga` unless told. */
  readonly protocol?: string;
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
    ...restoring(answers),
    ...correcting(answers),
    ...ordering(ask),
    ...participants(answers),
    ...sagas(answers),
    ...roles(answers, ask),
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
      return (answer.body as OrderDto).orderId;
    },
    cancel: (orderId: string): Promise<HttpAnswer> =>
      ask('order-service', { method: 'post', path: `/orders/${orderId}/cancel` }),
  };
};

const participants = ({ get, find, all }: Answers) => ({
  /** Ids of all orders that wait for their saga. */
  pendingOrders: async () =>
    (await all<OrderDto>('order-service', '/orders', '&status=PENDING')).map(({ orderId }) => orderId),
  order: (id: string) => get<OrderDto>('order-service', `/orders/${id}`),
  findOrder: (id: string) => find<OrderDto>('order-service', `/orders/${id}`),
  stock: (sku: string) => get<StockDto>('inventory-service', `/stock/${sku}`),
  account: (customerId: string) => get<AccountDto>('payment-service', `/accounts/${customerId}`),
  /** Absent when nobody ever asked for the payment, or for the reservation. */
  payment: (orderId: string) => find<PaymentDto>('payment-service', `/payments/${orderId}`),
  /** How many orders of other protocols than the saga are in doubt there. */
  heldInDoubt: async (service: 'inventory-service' | 'payment-service'): Promise<number> =>
    (await all<unknown>(service, '/holds', '&status=IN_DOUBT')).length,
  reservation: (orderId: string) => find<ReservationDto>('inventory-service', `/reservations/${orderId}`),
});

const sagas = ({ get, find, all }: Answers) => {
  const saga = (id: string) => get<SagaDto>('saga-orchestrator', `/sagas/${id}`);
  const sagasThatAre = (status: SagaStatus) =>
    all<SagaDto>('saga-orchestrator', '/sagas', `&status=${status}`);
  return {
    saga,
    findSaga: (id: string) => find<SagaDto>('saga-orchestrator', `/sagas/${id}`),
    sagaCounts: async () => {
      const answer = await get<{ counts: Record<SagaStatus, number> }>('saga-orchestrator', '/saga-counts');
      return answer.counts;
    },
    sagasThatAre,
    /** All sagas that have not ended. */
    openSagas: async (): Promise<readonly SagaDto[]> => {
      return (await Promise.all(openSagaStatuses.map(sagasThatAre))).flat();
    },
    /** Waits until a saga is over, at most 30 s unless told, and resolves with how it is then. */
    sagaEnd: (id: string, timeoutMs = SAGA_MS): Promise<SagaDto> =>
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

const operating = ({ must, get, find, all }: Answers) => ({
  tombstones: (service: ServiceName) => all<TombstoneDto>(service, '/tombstones'),
  /** What became of each; at most a hundred. */
  forget: async (service: ServiceName, correlationIds: readonly string[]) => {
    const asked = { method: 'post', path: '/tombstones', body: { correlationIds } } as const;
    return ((await must(service, asked)) as ForgottenDto).items;
  },
  deadLetters: (service: ServiceName) => all<DeadLetterDto>(service, '/dead-letters'),
  findDeadLetter: (service: ServiceName, id: string) =>
    find<DeadLetterDto>(service, `/dead-letters/${encodeURIComponent(id)}`),
  snapshots: (service: ServiceName) => all<SnapshotDto>(service, '/snapshots'),
  /** Resolves with how many there were. */
  dropSnapshots: async (service: ServiceName): Promise<number> => {
    const answer = await must(service, { method: 'post', path: '/snapshots/drop' });
    return (answer as DroppedSnapshotsDto).dropped;
  },
  outbox: (service: ServiceName) => get<OutboxDto>(service, '/outbox'),
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
