// Everything that the checker judges: what was read from outside, and what others made of the histories.
import type { ReservationDto, StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto, PaymentDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from './history.ts';

/** What a scenario did to messages, and what therefore may be otherwise than usual. */
export interface Tampering {
  /** Ids of messages that it put in itself. */
  readonly forged: readonly string[];
  /** How confirmed messages got lost, if they did: `the broker's data was wiped`. */
  readonly losses: readonly string[];
  /** Ids of messages that were taken away on their way, each of them by purpose. */
  readonly lostMessages?: readonly string[];
  /** A part of the reason of each dead letter that must come. */
  readonly deadLetters: readonly string[];
  /** Services have a retention: what is too old becomes a dead letter, and has arrived by that. */
  readonly mayExpire?: boolean;
  /** Orders for which their protocol promises no agreement any more: somebody was taken for dead who is alive. */
  readonly outsidePromise?: readonly string[];
  /** Nobody announced any: what is there is for an operator to judge. */
  readonly anyDeadLetter?: boolean;
}

/** What the read models show of one order; `undefined` where they show nothing. */
export interface OrderFacts {
  readonly id: string;
  readonly order: OrderDto | undefined;
  readonly saga: SagaDto | undefined;
  readonly payment: PaymentDto | undefined;
  readonly reservation: ReservationDto | undefined;
}

/** Every read model made anew from the histories, as REST would show it, by id; what there is nothing to show of is left out. */
export type Rebuilt = Readonly<
  Record<
    'orders' | 'sagas' | 'payments' | 'reservations' | 'accounts' | 'stock',
    ReadonlyMap<string, unknown>
  >
>;

/** One line of a read model that is shaped for a screen: of a statement, of a stock card, of one day of sales, or a summary. */
export interface ScreenLine {
  /** Of the stream, with what the line shows last. */
  readonly version: number;
}

export const screenNames = ['statements', 'stock-cards', 'sales', 'order-summaries'] as const;
export type ScreenName = (typeof screenNames)[number];

/** By customer, by SKU, by SKU, and by order; of each thing that was asked about, also where nothing is shown of it. */
export type Screens = Readonly<Record<ScreenName, ReadonlyMap<string, readonly ScreenLine[]>>>;

/** A commit, and what came of deciding it again: a decision, or why there is none. */
export type DecidedAgain = {
  readonly service: ServiceName;
  /** As it is stored. */
  readonly commit: Commit;
  /** `<stream>@<version>` of every stream, as it was then. */
  readonly on: readonly string[];
} & (
  | { readonly decided: Pick<Commit, 'events' | 'outbox'>; readonly error?: never }
  | { readonly error: string; readonly decided?: never }
);

export interface Facts {
  /** As the read models show them. */
  readonly accounts: readonly AccountDto[];
  readonly stock: readonly StockDto[];
  /** Accepted orders: all of these accounts. */
  readonly orders: readonly OrderFacts[];
  /** As the read models show them; left out of files of facts from before anybody read them. */
  readonly screens?: Screens;
  /** The same things, made anew. */
  readonly rebuiltScreens?: Screens;
  readonly history: History;
  /** What the read models should show according to it. */
  readonly rebuilt: Rebuilt;
  /** The commits of these orders, and those of these accounts and SKUs that no saga caused. */
  readonly decidedAgain: readonly DecidedAgain[];
  readonly tampering: Tampering;
  /** Those that came while this was going on. */
  readonly deadLetters: readonly DeadLetterDto[];
  /** Documents of a shape that nobody can judge, with what is wrong: they are left out of everything else. */
  readonly unreadable?: readonly string[];
}
