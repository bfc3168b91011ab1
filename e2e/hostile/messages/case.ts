// One message that should not be, byte by byte, and what must become of it.
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RawMessage } from '../../faults/broker.ts';
import type { Group } from '../requests/case.ts';

export type ExpectedOutcome =
  /** Kept once by the service, for a reason that has this in it. */
  | { readonly kind: 'dead letter'; readonly reason: string }
  /** Decided, and these are the replies, and what a saga ignored; or, if there is `orDeadLetter`, a dead letter for that reason. */
  | { readonly kind: 'decided'; readonly words: string; readonly orDeadLetter?: string }
  /** No trace of it anywhere. */
  | { readonly kind: 'nothing' }
  /** The broker closes channel or connection over it, with this code. */
  | { readonly kind: 'refused'; readonly code: number };

export interface BadMessage {
  readonly what: string;
  readonly service: ServiceName;
  readonly message: RawMessage;
  readonly outcome: ExpectedOutcome;
}

/** One order, and what its saga knows of it. */
export interface KnownOrder {
  readonly order: string;
  readonly customer: string;
  readonly sku: string;
  readonly total: number;
}

export interface MessageContext {
  /** Orders whose sagas have ended so. */
  readonly completed: KnownOrder;
  readonly compensated: KnownOrder;
  /** The id of the message by which this happened to the completed order: `ChargePayment`, `PaymentCharged`. */
  readonly idOf: (cause: string) => string;
}

export type MessageGroup = Group<BadMessage, MessageContext>;

export const deadLetter = (reason: string): ExpectedOutcome => ({ kind: 'dead letter', reason });
export const decided = (words: string): ExpectedOutcome => ({ kind: 'decided', words });
export const ignored = (why: string): ExpectedOutcome => decided(`ReplyIgnored ${why}`);
export const nothing: ExpectedOutcome = { kind: 'nothing' };
export const refused = (code: number): ExpectedOutcome => ({ kind: 'refused', code });

/** A message as it is on the wire: attributes of CloudEvents, and data. */
export interface WireMessage {
  readonly id: string;
  readonly type: string;
  readonly sagaid: string;
  readonly data: object;
  readonly [attribute: string]: unknown;
}

/** Fresh ids in everything that a test makes up: another run meets nothing of this one. */
export const fresh = (): string => `bad-${randomUUID()}`;

const wire = (
  sagaid: string,
  parts: Partial<WireMessage> & Pick<WireMessage, 'type' | 'data'>,
): WireMessage => ({
  specversion: '1.0',
  id: fresh(),
  source: '/saga-orchestrator',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  correlationid: sagaid,
  causationid: sagaid,
  sagaid,
  step: 'place-order',
  operation: 'action',
  attempt: 1,
  lamport: 1,
  schemaversion: 1,
  ...parts,
  data: { orderId: sagaid, ...parts.data },
});

const lines = ({ sku }: KnownOrder) => [{ sku, quantity: 1 }];
const payment = ({ customer: customerId, total: amount }: KnownOrder) => ({ customerId, amount });
const undo = { operation: 'compensation' };

type Make = (known: KnownOrder, change?: Partial<WireMessage>) => WireMessage;

const maker =
  (
    type: string,
    step: string,
    dataOf: (known: KnownOrder) => object,
    usual: Partial<WireMessage> = {},
  ): Make =>
  (known, change = {}) =>
    wire(known.order, {
      ...usual,
      step,
      ...change,
      type: change.type ?? type,
      data: { ...dataOf(known), ...change.data },
    });

/** Every command, as the orchestrator would send it. */
export const commands = {
  ApproveOrder: maker('ApproveOrder', 'approve-order', ({ total }) => ({ total })),
  RejectOrder: maker('RejectOrder', 'place-order', () => ({ reason: 'OUT_OF_STOCK' }), undo),
  ChargePayment: maker('ChargePayment', 'charge-payment', payment),
  RefundPayment: maker('RefundPayment', 'charge-payment', payment, undo),
  ReserveStock: maker('ReserveStock', 'reserve-stock', (known) => ({ lines: lines(known) })),
  ReleaseStock: maker('ReleaseStock', 'reserve-stock', (known) => ({ lines: lines(known) }), undo),
  ShipStock: maker('ShipStock', 'ship-stock', (known) => ({ lines: lines(known) })),
};

const from = (service: ServiceName, rest: Partial<WireMessage> = {}) => ({
  source: `/${service}`,
  answer: 'APPLIED',
  ...rest,
});
const priced = (known: KnownOrder) => ({ lines: [{ sku: known.sku, quantity: 1, unitPrice: known.total }] });

/** Replies, as the participants would send them, a start among them. */
export const replies = {
  OrderPlaced: maker(
    'OrderPlaced',
    'place-order',
    (known) => ({ customerId: known.customer, lines: lines(known) }),
    from('order-service'),
  ),
  OrderApproved: maker('OrderApproved', 'approve-order', ({ total }) => ({ total }), from('order-service')),
  StockReserved: maker('StockReserved', 'reserve-stock', priced, from('inventory-service')),
  StockShipped: maker('StockShipped', 'ship-stock', () => ({}), from('inventory-service')),
  PaymentCharged: maker('PaymentCharged', 'charge-payment', payment, from('payment-service')),
  PaymentDeclined: maker(
    'PaymentDeclined',
    'charge-payment',
    () => ({ reason: 'INSUFFICIENT_FUNDS' }),
    from('payment-service'),
  ),
  PaymentRefunded: maker('PaymentRefunded', 'charge-payment', () => ({}), from('payment-service', undo)),
};

const noReply = { step: undefined, operation: undefined, attempt: undefined };

/** The customer's request to cancel, as the order service passes it on; it is in answer to nobody. */
export const cancellation = (known: KnownOrder, source = '/order-service'): WireMessage =>
  wire(known.order, {
    ...noReply,
    source,
    type: 'OrderCancellationRequested',
    data: { reason: 'CUSTOMER_CANCELLED' },
  });
