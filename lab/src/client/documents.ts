// What the services answer over REST, as far as a visitor from outside relies on it.
import type { ReservationStatus } from '@saga-lab/contracts/inventory';
import type { OrderStatus } from '@saga-lab/contracts/order';
import type { PaymentStatus } from '@saga-lab/contracts/payment';
import { openSagaStatuses } from '@saga-lab/contracts/saga';
import type { SagaStatus } from '@saga-lab/contracts/saga';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly Line[];
  /** ISO 8601. */
  readonly placedAt: string;
  readonly status: OrderStatus;
  readonly total?: number;
  readonly reason?: string;
}

/** Amounts in minor units. */
export interface Account {
  readonly customerId: string;
  readonly opening: number;
  readonly balance: number;
  readonly charged: number;
  readonly refunded: number;
  /** Of the last event of its stream that it shows. */
  readonly version: number;
}

/** `onHand`: everything ever put there; the other three say where it is now. */
export interface Stock {
  readonly sku: string;
  readonly onHand: number;
  readonly available: number;
  readonly reserved: number;
  readonly shipped: number;
  readonly unitPrice: number;
  readonly version: number;
}

export interface Saga {
  readonly sagaId: string;
  readonly status: SagaStatus;
  readonly step?: string;
  readonly reason?: string;
  /** Why it is parked. */
  readonly error?: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

export const hasEnded = ({ status }: Pick<Saga, 'status'>): boolean =>
  !openSagaStatuses.some((open) => open === status);

export interface DeadLetter {
  readonly _id: string;
  readonly queue: string;
  /** Absent where the message cannot be read. */
  readonly messageId?: string;
  readonly reason: string;
  /** The bytes as they were received, as text or in base64; of what is too large the first ones. */
  readonly body: string;
  readonly encoding: 'utf-8' | 'base64';
  readonly size: number;
  readonly count: number;
  /** Every time that it was replayed and could be handled: when, in milliseconds since the epoch, and by whom. */
  readonly replays?: readonly { readonly at: number; readonly by: string }[];
}

/** Commits with a message that is not confirmed or a timer that is due, and for how long the oldest waits. */
export interface Outbox {
  readonly pending: number;
  readonly waitedMs: number;
}

/** What the payment service keeps about one order. */
export interface Payment {
  readonly orderId: string;
  readonly status: PaymentStatus;
}

/** What the inventory service keeps about one order. */
export interface Reservation {
  readonly orderId: string;
  readonly status: ReservationStatus;
}

export type CommitsByService = Readonly<Record<ServiceName, readonly Commit[]>>;

/** The part of a history that one saga wrote. */
export const commitsOfSaga = (commits: CommitsByService, saga: string): CommitsByService =>
  ofEveryService((service) =>
    commits[service].filter((commit) => commit.input.sagaId === saga || commit.correlationId === saga),
  );

/** Types of the messages of one saga that no broker has confirmed yet; timers are not messages to anybody else. */
export const unsentOf = (commits: CommitsByService, saga: string): readonly string[] => {
  const ofSaga = commitsOfSaga(commits, saga);
  return serviceNames.flatMap((service) =>
    ofSaga[service].flatMap(({ outbox, sent }) =>
      outbox
        .filter(({ notBefore }, n) => notBefore === undefined && !sent.includes(n))
        .map(({ type }) => type),
    ),
  );
};
