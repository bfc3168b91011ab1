// What a state of the order saga shows: the streams of the four services, by order.
import type { Stock } from '@saga-lab/inventory-service/domain/stock';
import { stockStream } from '@saga-lab/inventory-service/domain/stock';
import type { Reservation } from '@saga-lab/inventory-service/domain/reservation';
import { reservationStream } from '@saga-lab/inventory-service/domain/reservation';
import type { Order } from '@saga-lab/order-service/domain/order';
import { orderStream } from '@saga-lab/order-service/domain/order';
import type { Account } from '@saga-lab/payment-service/domain/account';
import { accountStream } from '@saga-lab/payment-service/domain/account';
import type { Payment } from '@saga-lab/payment-service/domain/payment';
import { paymentStream } from '@saga-lab/payment-service/domain/payment';
import type { Guarded } from '@saga-lab/platform/decider/barrier';
import { sagaStream } from '@saga-lab/saga-orchestrator/saga/state';
import type { Saga } from '@saga-lab/saga-orchestrator/saga/state';
import type { View } from '../system/roles.ts';
import type { OrderNotes } from './notes.ts';
import { account, sku } from './services.ts';

export type OrderView = View<OrderNotes>;

/** The state behind the barrier. */
const behindBarrier = (view: OrderView, role: string, stream: string): unknown =>
  (view.stream(role, stream) as Guarded<unknown> | undefined)?.state;

export const sagaOf = (view: OrderView, id: string) =>
  view.stream('saga-orchestrator', sagaStream(id)) as Saga<unknown> | undefined;

export const hasEnded = (view: OrderView, id: string): boolean => {
  const status = sagaOf(view, id)?.status;
  return status === 'COMPLETED' || status === 'COMPENSATED';
};

export const orderOf = (view: OrderView, id: string) =>
  behindBarrier(view, 'order-service', orderStream(id)) as Order | undefined;

export const paymentOf = (view: OrderView, id: string) =>
  behindBarrier(view, 'payment-service', paymentStream(id)) as Payment | undefined;

export const reservationOf = (view: OrderView, id: string) =>
  behindBarrier(view, 'inventory-service', reservationStream(id)) as Reservation | undefined;

/** The account and the stock are there from the beginning. */
export const accountIn = (view: OrderView) =>
  behindBarrier(view, 'payment-service', accountStream(account.customerId)) as Account;

export const stockIn = (view: OrderView) =>
  behindBarrier(view, 'inventory-service', stockStream(sku.sku)) as Stock;
