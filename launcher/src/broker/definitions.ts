// What the broker loads at boot: queues, bindings, policies, and one user per service with no more rights than it needs.
import { deadLettersOf, exchanges, oneConsumerAtATime, queues } from '@saga-lab/contracts/topology';
import { bindings, rights } from '@saga-lab/protocols/topology';
import type { Rights } from '@saga-lab/contracts/topology';

export const VHOST = 'saga-lab';

/** The user of tests and scenarios; it may do everything. */
export const E2E_USER = 'e2e';

/** Everybody who logs in to the broker. */
export const brokerUsers: readonly string[] = [...Object.keys(rights), E2E_USER];

/** After so many deliveries a message goes to the dead letters; high, because a crashing consumer also costs innocents. */
const DELIVERY_LIMIT = 20;
/** As good as none, which versions before 4 cannot say. */
export const NO_DELIVERY_LIMIT = 1_000_000;

/** `users`: name -> password, for each of `brokerUsers`. The document that `load_definitions` and `import_definitions` read. */
export const definitions = ({ users }: { users: Readonly<Record<string, string>> }): object => ({
  vhosts: [{ name: VHOST }],
  users: Object.entries(users).map(([name, password]) => ({ name, password, tags: '' })),
  permissions: [
    ...Object.entries(rights).map(([user, its]) => permission(user, its)),
    { user: E2E_USER, vhost: VHOST, configure: '.*', write: '.*', read: '.*' },
  ],
  topic_permissions: Object.entries(rights).flatMap(([user, { publishes, says }]) => [
    topicPermission(user, exchanges.events, publishes),
    topicPermission(user, exchanges.roles, says),
  ]),
  exchanges: [
    exchange(exchanges.commands, 'direct'),
    exchange(exchanges.events, 'topic'),
    exchange(exchanges.roles, 'topic'),
    exchange(exchanges.dead, 'direct'),
    exchange(exchanges.nowhere, 'direct'),
  ],
  queues: [...queues, ...queues.map(deadLettersOf)].map(queue),
  bindings: [
    ...bindings.map((each) => binding(each.exchange, each.key, each.queue)),
    ...queues.map(deadLettersOf).map((dead) => binding(exchanges.dead, dead, dead)),
  ],
  policies: [...queues.map((name) => deadLetterPolicy(name)), patiencePolicy()],
});

const permission = (user: string, { reads, publishes, commands, says }: Rights): object => ({
  user,
  vhost: VHOST,
  configure: '^$',
  read: oneOf([...reads, ...reads.map(deadLettersOf)]),
  write: oneOf([
    ...(commands.length > 0 ? [exchanges.commands] : []),
    ...(publishes.length > 0 ? [exchanges.events] : []),
    ...(says.length > 0 ? [exchanges.roles] : []),
    exchanges.nowhere,
  ]),
});

/** Nothing but these routing keys. */
const topicPermission = (user: string, to: string, keys: readonly string[]): object => ({
  user,
  vhost: VHOST,
  exchange: to,
  write: oneOf(keys),
  read: '^$',
});

const exchange = (name: string, type: string): object => ({
  name,
  type,
  vhost: VHOST,
  durable: true,
  auto_delete: false,
  internal: false,
  arguments: {},
});

/** What every queue is. An argument is only what cannot be a policy, which can change while the queue lives. */
export const QUEUE = { durable: true, autoDelete: false, arguments: { 'x-queue-type': 'quorum' } };

/** How a queue is made. */
export const queueOf = (name: string): typeof QUEUE => ({
  ...QUEUE,
  arguments: {
    ...QUEUE.arguments,
    ...(oneConsumerAtATime.includes(name) && { 'x-single-active-consumer': true }),
  },
});

const queue = (name: string): object => {
  const { durable, autoDelete, arguments: given } = queueOf(name);
  return { name, vhost: VHOST, durable, auto_delete: autoDelete, arguments: given };
};

const binding = (source: string, key: string, destination: string): object => ({
  source,
  vhost: VHOST,
  destination,
  destination_type: 'queue',
  routing_key: key,
  arguments: {},
});

/** At-least-once dead-lettering needs quorum queues on both sides and `reject-publish`. */
export const deadLetterPolicy = (name: string, deliveryLimit = DELIVERY_LIMIT) => ({
  vhost: VHOST,
  name: `dead letters of ${name}`,
  'apply-to': 'queues',
  priority: 1,
  pattern: oneOf([name]),
  definition: {
    'dead-letter-exchange': exchanges.dead,
    'dead-letter-routing-key': deadLettersOf(name),
    'dead-letter-strategy': 'at-least-once',
    overflow: 'reject-publish',
    'delivery-limit': deliveryLimit,
  },
});

/** A dead letter that could not be written down so often is still the only copy: RabbitMQ 4 would drop it at its 20th return. */
const patiencePolicy = (): object => ({
  vhost: VHOST,
  name: 'patience with dead letters',
  'apply-to': 'queues',
  priority: 1,
  pattern: oneOf(queues.map(deadLettersOf)),
  definition: { 'delivery-limit': NO_DELIVERY_LIMIT },
});

/** Matches each of the names whole, and with no name nothing but the empty text. */
const oneOf = (names: readonly string[]): string =>
  `^(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})$`;
