// One order, from the customer's request to its end.
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type {
  ApproveOrder,
  OrderApprovalRefused,
  OrderApproved,
  OrderCancellationRequested,
  OrderPlaced,
  OrderRejected,
  RejectOrder,
} from '@saga-lab/contracts/order';
import type { ParticipantDecision } from '@saga-lab/platform/decider/barrier';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';

export type Request = OrderPlaced['data'];

/** `protocol`: the one that decides about it, if that is not the saga. */
export type Placed = Request & { readonly protocol?: string };

/** `total` in minor units. */
export type Order =
  | { readonly status: 'PENDING'; readonly request: Placed; readonly cancelRequested: boolean }
  | { readonly status: 'APPROVED'; readonly total: number }
  | { readonly status: 'REJECTED'; readonly reason: string };

export type OrderEvent =
  | NewEvent<'OrderPlaced', Placed>
  | NewEvent<'OrderAnnouncedAgain', { readonly orderId: string; readonly round: number }>
  | NewEvent<'OrderCancellationRequested', OrderCancellationRequested['data']>
  | NewEvent<'OrderApproved', OrderApproved['data']>
  | NewEvent<'OrderApprovalRefused', OrderApprovalRefused['data']>
  | NewEvent<'OrderRejected', OrderRejected['data']>;

/** The customer's order: to the barrier, the action of the saga's first step. */
export type PlaceOrder = Message<'PlaceOrder', Request> & {
  readonly sagaId: string;
  readonly step: 'place-order';
  readonly operation: 'action';
};

/** The customer asks to cancel the order; a saga that has not sent its pivot yet undoes what was done. */
export type RequestCancellation = Message<'RequestCancellation', { readonly orderId: string }>;

type OrderDecision = ParticipantDecision<OrderEvent>;

const CANCELLED = 'CUSTOMER_CANCELLED';

export const orderStream = (orderId: string): string => streamOf(categories.order, orderId);

export const evolveOrder = (order: Order | undefined, event: OrderEvent): Order => {
  switch (event.type) {
    case 'OrderPlaced':
      return { status: 'PENDING', request: event.data, cancelRequested: false };
    case 'OrderCancellationRequested':
      return { ...pending(order), cancelRequested: true };
    case 'OrderAnnouncedAgain':
    case 'OrderApprovalRefused':
      return pending(order);
    case 'OrderApproved':
      return { status: 'APPROVED', total: event.data.total };
    case 'OrderRejected':
      return { status: 'REJECTED', reason: event.data.reason };
    default:
      return unexpected(event);
  }
};

/** @throws Error if the order is at its end or does not exist: no saga asks for that. */
export const pending = (order: Order | undefined) => {
  if (order?.status !== 'PENDING') throw new Error(`the order is not pending: ${order?.status ?? 'unknown'}`);
  return order;
};

/** @throws Error as well if another protocol decides about the order. */
const ofSaga = (order: Order | undefined) => {
  const found = pending(order);
  if (found.request.protocol !== undefined)
    throw new Error(`a saga decides about an order of ${found.request.protocol}`);
  return found;
};

export const placeOrder = (order: Order | undefined, { data }: PlaceOrder): OrderDecision => {
  if (order) throw new Error(`order ${data.orderId} exists already: ${order.status}`);
  return replied('OrderPlaced', data);
};

/** The saga's pivot: after it the order is the customer's for good. */
export const approveOrder = (order: Order | undefined, { data }: ApproveOrder): OrderDecision => {
  const { orderId } = data;
  return ofSaga(order).cancelRequested
    ? replied('OrderApprovalRefused', { orderId, reason: CANCELLED }, true)
    : replied('OrderApproved', data);
};

export const rejectOrder = (order: Order | undefined, { data }: RejectOrder): OrderDecision => {
  ofSaga(order);
  return replied('OrderRejected', data);
};

const replied = <T extends OrderEvent['type']>(
  type: T,
  data: Extract<OrderEvent, { type: T }>['data'],
  refused = false,
): OrderDecision => ({
  events: [{ stream: orderStream(data.orderId), type, data } as OrderEvent],
  messages: [],
  reply: { type, data, refused },
});

export const requestCancellation = (
  order: Order | undefined,
  { data: { orderId } }: RequestCancellation,
): Decision<OrderEvent> => {
  switch (order?.status) {
    case undefined:
      return refuse('NOT_FOUND', `there is no order ${orderId}`);
    case 'APPROVED':
      return refuse('ORDER_ALREADY_APPROVED', `order ${orderId} is approved and can no longer be cancelled`);
    case 'REJECTED':
      return order.reason === CANCELLED
        ? nothing
        : refuse('ORDER_ALREADY_REJECTED', `order ${orderId} was rejected: ${order.reason}`);
    case 'PENDING':
      return order.cancelRequested ? nothing : cancellation(orderId);
  }
};

const cancellation = (orderId: string): Decision<OrderEvent> => {
  const type = 'OrderCancellationRequested';
  const data = { orderId, reason: CANCELLED } as const;
  return {
    events: [{ stream: orderStream(orderId), type, data }],
    messages: [{ type, data, sagaId: orderId }],
  };
};
