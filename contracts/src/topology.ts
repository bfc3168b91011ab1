// Exchanges, queues, bindings and rights on the broker, derived from who says what to whom.
import { orchestrator, participants, repliesQueue, startsQueue } from './services.ts';
import type { ServiceName } from './services.ts';

/**
 * - `commands`: those of sagas. `events`: for whoever listens. `roles`: what is said to one service under another protocol.
 * - `nowhere` leads to no queue: whether the broker takes messages is seen there, and none is left behind.
 */
export const exchanges = {
  commands: 'lab.commands',
  events: 'lab.events',
  roles: 'lab.roles',
  dead: 'lab.dead',
  nowhere: 'lab.nowhere',
} as const;

export interface Route {
  readonly exchange: string;
  readonly key: string;
}

export interface Binding extends Route {
  readonly queue: string;
}

export interface Rights {
  /** The queues that it consumes, each together with its dead-letter queue. */
  readonly reads: readonly string[];
  /** Event types that it may publish; each is a routing key of the events exchange. */
  readonly publishes: readonly string[];
  /** Services that it may send commands to; each is a routing key of the commands exchange. */
  readonly commands: readonly string[];
  /** What it may say to whom under other protocols than the saga: routing keys of the roles exchange. */
  readonly says: readonly string[];
}

/** One service, for a message of this type: a command of a saga if that is left out; or whoever subscribed to a type. */
export type Destination =
  { readonly service: string; readonly type?: string | undefined } | { readonly topic: string };

/** Types of other protocols begin with the name of theirs, and a dot. */
const isOfRole = (type: string | undefined): type is string => type?.includes('.') ?? false;

/** The exchange and routing key that carry a message to one service, or an event to whoever subscribed. */
export const routeOf = (destination: Destination): Route => {
  if ('topic' in destination) return { exchange: exchanges.events, key: destination.topic };
  const { service, type } = destination;
  return isOfRole(type)
    ? { exchange: exchanges.roles, key: `${service}.${type}` }
    : { exchange: exchanges.commands, key: service };
};

/** The queue that takes what a queue gave up; also its routing key on the dead-letter exchange. */
export const deadLettersOf = (queue: string): string => `${queue}.dead`;

const participantNames = Object.keys(participants);

/** The queue of the commands to one service. */
export const commandsOf = (service: string): string => `${service}.commands`;

const subscribe = (queue: string, types: object): Binding[] =>
  Object.keys(types).map((type) => ({ ...routeOf({ topic: type }), queue }));

/** Every queue that a service works on; its dead-letter queue is not listed. */
export const queues: readonly string[] = [...participantNames.map(commandsOf), startsQueue, repliesQueue];

/**
 * Their messages write streams that many orders share, an article or an account, so instances that work on them side by side would decide
 * over and over again: the broker gives them to one consumer, and to the next one when that is gone. Nothing but speed rests on it.
 */
export const oneConsumerAtATime: readonly string[] = [
  commandsOf('inventory-service'),
  commandsOf('payment-service'),
];

/** Which message of a saga reaches which queue. */
export const bindings: readonly Binding[] = [
  ...participantNames.map((service) => ({ ...routeOf({ service }), queue: commandsOf(service) })),
  ...subscribe(startsQueue, orchestrator.starts),
  ...subscribe(repliesQueue, orchestrator.replies),
];

/** What each service may do for its sagas, and nothing else. */
export const rights: Readonly<Record<string, Rights>> = {
  ...Object.fromEntries(
    Object.entries(participants).map(([service, { events }]) => [
      service,
      { reads: [commandsOf(service)], publishes: Object.keys(events), commands: [], says: [] },
    ]),
  ),
  [orchestrator.name]: {
    reads: [startsQueue, repliesQueue],
    publishes: [],
    commands: participantNames,
    says: [],
  },
};

export interface Topology {
  readonly queues: readonly string[];
  readonly bindings: readonly Binding[];
  readonly rights: Readonly<Record<string, Rights>>;
}

/** Who sends a message of another protocol than the saga, and who receives it. */
export interface Parties {
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
  /** Under its type, to all of them; else one message goes to one of them. */
  readonly published?: true;
  /** It waits in the queue of what begins. */
  readonly opens: boolean;
}

/** The topology of sagas, and what further messages need beside it, by type. There is no queue more. */
export const topologyWith = (messages: Readonly<Record<string, Parties>>): Topology => {
  const all = Object.entries(messages);
  return {
    queues,
    bindings: [...bindings, ...all.flatMap(bindingsFor)],
    rights: Object.fromEntries(
      Object.entries(rights).map(([service, own]) => [
        service,
        {
          ...own,
          publishes: [
            ...own.publishes,
            ...all.flatMap((one) => (isPublished(one) && isFrom(service, one) ? [one[0]] : [])),
          ],
          says: all.filter((one) => !isPublished(one) && isFrom(service, one)).flatMap(keysFor(service)),
        },
      ]),
    ),
  };
};

type Said = readonly [type: string, parties: Parties];

const isPublished = ([, { published }]: Said): boolean => published === true;

const isFrom = (service: string, [, { from }]: Said): boolean => from.some((name) => name === service);

/** Nobody says anything to itself. */
const keysFor =
  (self: string) =>
  ([type, { to }]: Said): readonly string[] =>
    to.filter((name) => name !== self).map((service) => routeOf({ service, type }).key);

const bindingsFor = ([type, { to, published, opens }]: Said): readonly Binding[] =>
  to.map((service) => ({
    ...routeOf(published ? { topic: type } : { service, type }),
    queue: queueOf(service, opens),
  }));

const queueOf = (service: ServiceName, opens: boolean): string => {
  if (service !== orchestrator.name) return commandsOf(service);
  return opens ? startsQueue : repliesQueue;
};
