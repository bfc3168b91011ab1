// Where services listen: each of their queues, with a message that is welcome there.
import { routeOf } from '@saga-lab/contracts/topology';
import type { Route } from '@saga-lab/contracts/topology';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Letter } from '../../faults/broker.ts';
import { commands, fresh, ignored, replies, says } from './message-case.ts';
import type { BadMessage, Fate, MessageWorld, Wire } from './message-case.ts';

export interface Address {
  readonly service: ServiceName;
  readonly route: Route;
  /** Whether what arrives here is a reply, which says how it answers. */
  readonly hearsReplies: boolean;
  /** It has no effect, but leaves a trace: that of `becomes`. */
  readonly welcome: (world: MessageWorld) => Wire;
  readonly becomes: Fate;
}

const participant = (service: ServiceName, command: keyof typeof commands, reply: string): Address => ({
  service,
  route: routeOf({ service }),
  hearsReplies: false,
  welcome: ({ completed }) => commands[command](completed),
  becomes: says(`${reply} DUPLICATE`),
});

const orchestrator = (type: string, parts: Pick<Address, 'welcome' | 'becomes'>): Address => ({
  service: 'saga-orchestrator',
  route: routeOf({ topic: type }),
  hearsReplies: true,
  ...parts,
});

export const atOrder = participant('order-service', 'ApproveOrder', 'OrderApproved');
export const atPayment = participant('payment-service', 'ChargePayment', 'PaymentCharged');
export const atInventory = participant('inventory-service', 'ReserveStock', 'StockReserved');
export const atReplies = orchestrator('PaymentCharged', {
  welcome: ({ completed }) => replies.PaymentCharged(completed),
  becomes: ignored('ENDED'),
});
/** A start in the name of a service that places no orders: a true one would start something. */
export const atStarts = orchestrator('OrderPlaced', {
  welcome: ({ completed }) =>
    replies.OrderPlaced({ ...completed, order: fresh() }, { source: '/payment-service' }),
  becomes: ignored('WRONG_PARTICIPANT'),
});

export const everywhere: readonly Address[] = [atOrder, atPayment, atInventory, atReplies, atStarts];

/** A case of one message; what is no text or bytes is a message in JSON. */
export const bad = (
  { service, route }: Pick<Address, 'service' | 'route'>,
  what: string,
  content: Wire | Uint8Array | string,
  fate: Fate,
): BadMessage => ({
  what: `${what} to ${route.key}`,
  service,
  fate,
  letter: {
    route,
    bytes: typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  },
});

/** The same with AMQP properties other than those of a service. */
export const under = (properties: Letter['properties'], message: BadMessage): BadMessage => ({
  ...message,
  letter: { ...message.letter, properties },
});

/** One attribute otherwise, as JSON text, which need not be any that a program would write. */
export const withRaw = (message: Wire, attribute: string, json: string): string =>
  JSON.stringify({ ...message, [attribute]: MARK }).replace(`"${MARK}"`, json);

/** The same for a field of the data. */
export const withRawData = (message: Wire, field: string, json: string): string =>
  JSON.stringify({ ...message, data: { ...message.data, [field]: MARK } }).replace(`"${MARK}"`, json);

const MARK = 'to be replaced';
