// Who says what to whom: the source of every schema table, of the broker's topology and of its permissions.
import { CommandRejected } from './barrier.ts';
import * as inventory from './inventory.ts';
import * as order from './order.ts';
import * as payment from './payment.ts';

/**
 * The services that take part in sagas: the commands they accept, the events (replies among them) they publish, and the
 * types of the messages that their HTTP requests become.
 */
export const participants = {
  'order-service': {
    commands: order.commands,
    events: { ...order.events, CommandRejected },
    requests: ['PlaceOrder', 'RequestCancellation'],
  },
  'payment-service': {
    commands: payment.commands,
    events: { ...payment.events, CommandRejected },
    requests: ['PutAccount', 'RestoreAccount', 'CorrectAccount'],
  },
  'inventory-service': {
    commands: inventory.commands,
    events: { ...inventory.events, CommandRejected },
    requests: ['PutStock', 'RestoreStock', 'CorrectStock'],
  },
} as const;
export type ParticipantName = keyof typeof participants;

const { OrderPlaced, ...orderReplies } = order.events;

/** The orchestrator sends all commands and consumes all events: those that start a saga from a queue of their own. */
export const orchestrator = {
  name: 'saga-orchestrator',
  starts: { OrderPlaced },
  replies: { ...orderReplies, ...inventory.events, ...payment.events, CommandRejected },
} as const;

export type ServiceName = ParticipantName | typeof orchestrator.name;

/** All services, the orchestrator first. */
export const serviceNames = [orchestrator.name, ...Object.keys(participants)] as [
  ServiceName,
  ...ServiceName[],
];

/** A value for each service. */
export const ofEveryService = <Value>(valueOf: (service: ServiceName) => Value): Record<ServiceName, Value> =>
  Object.fromEntries(serviceNames.map((name) => [name, valueOf(name)])) as Record<ServiceName, Value>;

export const startsQueue = 'saga-orchestrator.starts';
export const repliesQueue = 'saga-orchestrator.replies';
