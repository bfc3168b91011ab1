// What people do in a scene: operators fill shelves and accounts, customers order; and what has happened so far.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import { orderOf } from '../show/protocol-words.ts';
import type { Durable, Stage } from './stage.ts';

/** Pieces of `lamp` unless told, at so much each in minor units. */
export const putLamps = (stage: Stage, onHand: number, unitPrice: number, sku = 'lamp'): Promise<void> =>
  put(stage, 'inventory-service', `/stock/${sku}`, { onHand, unitPrice });

/** In minor units. */
export const putAccount = (stage: Stage, customer: string, opening: number): Promise<void> =>
  put(stage, 'payment-service', `/accounts/${customer}`, { opening });

const put = async (stage: Stage, service: ServiceName, path: string, body: object): Promise<void> => {
  const { status, body: answer } = await stage.ask(service, { method: 'put', path, body });
  if (status !== 200) throw new Error(`PUT ${path} was answered ${status}: ${JSON.stringify(answer)}`);
};

export interface OrderRequest {
  readonly customer: string;
  readonly protocol: string;
  /** What is wanted; `lamp` unless told. */
  readonly sku?: string;
  /** Tells two orders of one customer apart. */
  readonly name?: string;
  /** How many pieces; one unless told. */
  readonly quantity?: number;
}

/** Gives the order's id. */
export const order = async (
  stage: Stage,
  { customer, protocol, sku = 'lamp', name = customer, quantity = 1 }: OrderRequest,
): Promise<string> => {
  const { status, body } = await stage.ask('order-service', {
    method: 'post',
    path: '/orders',
    headers: { 'idempotency-key': `order-${name}` },
    body: { customerId: customer, lines: [{ sku, quantity }], protocol },
  });
  if (status !== 202) throw new Error(`the order was answered ${status}: ${JSON.stringify(body)}`);
  return (body as { readonly orderId: string }).orderId;
};

export const cancel = async (stage: Stage, orderId: string): Promise<void> => {
  await stage.ask('order-service', { method: 'post', path: `/orders/${orderId}/cancel` });
};

interface Happened extends RecordedEvent {
  readonly service: ServiceName;
  readonly at: number;
}

/** Every event of an order, in the order in which they became durable. */
export const eventsOf = (durable: readonly Durable[], orderId: string): readonly Happened[] =>
  durable
    .filter(({ commit }) => orderOf(commit) === orderId)
    .flatMap(({ service, commit, at }) => commit.events.map((event) => ({ ...event, service, at })));

export const hasHappened = (
  { durable }: Pick<Stage, 'durable'>,
  orderId: string,
  type: string,
  service?: ServiceName,
): boolean =>
  eventsOf(durable, orderId).some(
    (event) => event.type === type && (service === undefined || event.service === service),
  );

/** Until an event of this type is durable, at a service or anywhere. */
export const until = (stage: Stage, orderId: string, type: string, service?: ServiceName): Promise<void> =>
  stage.until(() => hasHappened(stage, orderId, type, service));

/** `PENDING`, `APPROVED` or `REJECTED`, as the order service has it. */
export const statusOf = (durable: readonly Durable[], orderId: string): string => {
  const own = eventsOf(durable, orderId).filter(({ service }) => service === 'order-service');
  if (own.some(({ type }) => type === 'OrderApproved')) return 'APPROVED';
  return own.some(({ type }) => type === 'OrderRejected') ? 'REJECTED' : 'PENDING';
};

/** Of each service, what it still holds for an order. */
export const heldFor = (durable: readonly Durable[], orderId: string): readonly string[] => {
  const last = (...types: readonly string[]) =>
    eventsOf(durable, orderId).findLast(({ type }) => types.includes(type))?.type;
  const stock = last('StockReserved', 'StockReleased', 'StockShipped');
  const money = last('PaymentHeld', 'PaymentReleased', 'PaymentCharged', 'PaymentRefunded');
  return [
    ...(stock === 'StockReserved' ? ['inventory'] : []),
    ...(money === 'PaymentHeld' ? ['payment'] : []),
  ];
};
