// Every order with its customer's request, for reading.
import { OrderDto } from '@saga-lab/contracts/dtos/order';
import { categories } from '@saga-lab/contracts/streams';
import type { OrderStatus } from '@saga-lab/contracts/order';
import { Id } from '@saga-lab/contracts/primitives';
import type { Line } from '@saga-lab/contracts/primitives';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { CommandAnswered } from '@saga-lab/platform/decider/barrier';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import type { OrderEvent } from '../domain/order.ts';

interface OrderState {
  readonly customerId: string;
  readonly lines: readonly Line[];
  /** ISO 8601, UTC. */
  readonly placedAt: string;
  readonly status: OrderStatus;
  readonly cancelRequested: boolean;
  readonly protocol: string;
  /** Minor units; of approved orders. */
  readonly total?: number;
  /** Of rejected orders. */
  readonly reason?: string;
}
export type OrderDocument = ViewDocument & OrderState;
/** The first edition had no protocol in documents from before there was any but the saga. */
type EarlierDocument = Omit<OrderDocument, 'protocol'> & Partial<Pick<OrderDocument, 'protocol'>>;

/** The way in which an order is decided about unless its first event says another. */
const SAGA = 'saga';

const apply = (document: OrderDocument | undefined, recorded: DatedEvent): OrderState | undefined => {
  const event = recorded as OrderEvent | CommandAnswered;
  switch (event.type) {
    case 'OrderPlaced': {
      const { customerId, lines, protocol = SAGA } = event.data;
      const placedAt = new Date(recorded.at).toISOString();
      return { customerId, lines, placedAt, status: 'PENDING', protocol, cancelRequested: false };
    }
    case 'OrderCancellationRequested':
      return { ...placed(document), cancelRequested: true };
    case 'OrderApproved':
      return { ...placed(document), status: 'APPROVED', total: event.data.total };
    case 'OrderRejected':
      return { ...placed(document), status: 'REJECTED', reason: event.data.reason };
    case 'OrderAnnouncedAgain':
    case 'OrderApprovalRefused':
    case 'CommandAnswered':
      return document;
    default:
      return unexpected(event);
  }
};

const placed = (document: OrderDocument | undefined): OrderDocument => {
  if (!document) throw new Error('something happened to an order before it was placed');
  return document;
};

/** Those that wait for their saga. */
export const pendingOnes = { status: 'PENDING' } as const satisfies Partial<OrderState>;

export const orders = {
  view: 'orders',
  /** The first one did not say of every order who decides about it, so a filter by that left out the oldest. */
  edition: 2,
  fromEarlier: (document: EarlierDocument): OrderDocument => ({ protocol: SAGA, ...document }),
  category: categories.order,
  apply,
} satisfies Projection<OrderDocument>;

export const orderResource = {
  name: 'order',
  path: '/orders',
  id: { orderId: Id },
  item: OrderDto,
  show: ({ _id, ...rest }: OrderDocument): OrderDto => ({ orderId: _id, ...rest }),
  projection: orders,
};
