// Exchanges, queues, bindings and rights on the broker, derived from who says what to whom.
import { orchestrator, participants, repliesQueue, startsQueue } from './services.ts';

/** `nowhere` leads to no queue: whether the broker takes messages is seen there, and none is left behind. */
export const exchanges = {
  commands: 'lab.commands',
  events: 'lab.events',
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
}

/** The exchange and routing key that carry a command to one service, or an event to whoever subscribed. */
export const routeOf = (destination: { readonly service: string } | { readonly topic: string }): Route =>
  'service' in destination
    ? { exchange: exchanges.commands, key: destination.service }
    : { exchange: exchanges.events, key: destination.topic };

/** The queue that takes what a queue gave up; also its routing key on the dead-letter exchange. */
export const deadLettersOf = (queue: string): string => `${queue}.dead`;

const participantNames = Object.keys(participants);

/** The queue of the commands to one service. */
export const commandsOf = (service: string): string => `${service}.commands`;

const subscribe = (queue: string, types: object): Binding[] =>
  Object.keys(types).map((type) => ({ ...routeOf({ topic: type }), queue }));

/** Every queue that a service works on; its dead-letter queue is not listed. */
export const queues: readonly string[] = [...participantNames.map(commandsOf), startsQueue, repliesQueue];

/** Which message reaches which queue. */
export const bindings: readonly Binding[] = [
  ...participantNames.map((service) => ({ ...routeOf({ service }), queue: commandsOf(service) })),
  ...subscribe(startsQueue, orchestrator.starts),
  ...subscribe(repliesQueue, orchestrator.replies),
];

/** What each service may do, and nothing else. */
export const rights: Readonly<Record<string, Rights>> = {
  ...Object.fromEntries(
    Object.entries(participants).map(([service, { events }]) => [
      service,
      { reads: [commandsOf(service)], publishes: Object.keys(events), commands: [] },
    ]),
  ),
  [orchestrator.name]: { reads: [startsQueue, repliesQueue], publishes: [], commands: participantNames },
};
