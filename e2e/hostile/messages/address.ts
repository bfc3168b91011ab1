// Where services listen: each of their queues, with a message that is valid there.
import { routeOf } from '@saga-lab/contracts/topology';
import type { Route } from '@saga-lab/contracts/topology';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RawMessage } from '../../faults/broker.ts';
import { commands, fresh, ignored, replies, decided } from './case.ts';
import type { BadMessage, ExpectedOutcome, MessageContext, WireMessage } from './case.ts';

export interface Address {
  readonly service: ServiceName;
  readonly route: Route;
  /** Whether what arrives here is a reply, which says how it answers. */
  readonly takesReplies: boolean;
  /** It has no effect, but leaves a trace: that of `outcome`. */
  readonly valid: (context: MessageContext) => WireMessage;
  readonly outcome: ExpectedOutcome;
}

const participant = (service: ServiceName, command: keyof typeof commands, reply: string): Address => ({
  service,
  route: routeOf({ service }),
  takesReplies: false,
  valid: ({ completed }) => commands[command](completed),
  outcome: decided(`${reply} DUPLICATE`),
});

const orchestrator = (type: string, parts: Pick<Address, 'valid' | 'outcome'>): Address => ({
  service: 'saga-orchestrator',
  route: routeOf({ topic: type }),
  takesReplies: true,
  ...parts,
});

export const atOrder = participant('order-service', 'ApproveOrder', 'OrderApproved');
export const atPayment = participant('payment-service', 'ChargePayment', 'PaymentCharged');
export const atInventory = participant('inventory-service', 'ReserveStock', 'StockReserved');
export const atReplies = orchestrator('PaymentCharged', {
  valid: ({ completed }) => replies.PaymentCharged(completed),
  outcome: ignored('ENDED'),
});
/** A start in the name of a service that places no orders: a true one would start something. */
export const atStarts = orchestrator('OrderPlaced', {
  valid: ({ completed }) =>
    replies.OrderPlaced({ ...completed, order: fresh() }, { source: '/payment-service' }),
  outcome: ignored('WRONG_PARTICIPANT'),
});

export const everywhere: readonly Address[] = [atOrder, atPayment, atInventory, atReplies, atStarts];

/** A case of one message; what is no text or bytes is a message in JSON. */
export const bad = (
  { service, route }: Pick<Address, 'service' | 'route'>,
  what: string,
  content: WireMessage | Uint8Array | string,
  outcome: ExpectedOutcome,
): BadMessage => ({
  what: `${what} to ${route.key}`,
  service,
  outcome,
  message: {
    route,
    bytes: typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  },
});

/** The same with AMQP properties other than those of a service. */
export const under = (properties: RawMessage['properties'], message: BadMessage): BadMessage => ({
  ...message,
  message: { ...message.message, properties },
});

/** One attribute otherwise, as JSON text, which need not be any that a program would write. */
export const withRaw = (message: WireMessage, attribute: string, json: string): string =>
  JSON.stringify({ ...message, [attribute]: MARK }).replace(`"${MARK}"`, json);

/** The same for a field of the data. */
export const withRawData = (message: WireMessage, field: string, json: string): string =>
  JSON.stringify({ ...message, data: { ...message.data, [field]: MARK } }).replace(`"${MARK}"`, json);

const MARK = 'to be replaced';
