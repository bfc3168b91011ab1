// A broker as others see it, and what of it was started here, of one node or of several.
import { randomBytes } from 'node:crypto';
import { serviceNames } from '@saga-lab/contracts/services';
import { partName } from '../engine/engine.ts';
import type { BrokerControl, EnginePart } from '../engine/engine.ts';
import { brokerUsers, E2E_USER, VHOST } from './definitions.ts';
import type { RunningBroker } from './running-broker.ts';

export interface Broker {
  /** AMQP URL, password included, of the service's own user. */
  readonly urlOf: (service: string) => string;
  /** The user with full rights, for tests. */
  readonly e2eUrl: string;
  /** Its nodes, to kill and start them by name; none for a broker that was not started here. */
  readonly parts: readonly EnginePart[];
  readonly control: BrokerControl | undefined;
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** In order; nothing is left, epmd neither. The data stays. */
  stop(): Promise<void>;
}

/** Name -> password. */
export type BrokerUsers = Readonly<Record<string, string>>;

export const randomUsers = (): BrokerUsers =>
  Object.fromEntries(brokerUsers.map((name) => [name, randomBytes(16).toString('hex')]));

export const urlAt = (port: number, users: BrokerUsers, user: string): string =>
  `amqp://${user}:${users[user] ?? ''}@127.0.0.1:${port}/${VHOST}`;

export interface BrokerNode {
  readonly running: RunningBroker;
  readonly port: number;
  readonly control: BrokerControl;
}

/** The first node is the one for operators and tests. */
export const startedBroker = (nodes: readonly [BrokerNode, ...BrokerNode[]], users: BrokerUsers): Broker => {
  const [{ running: first, port, control }] = nodes;
  return {
    urlOf: (user) =>
      beginningWith(nodes, user)
        .map((node) => urlAt(node.port, users, user))
        .join(),
    e2eUrl: urlAt(port, users, E2E_USER),
    parts: nodes.map(partOf),
    control,
    restart: async (signal = 'SIGTERM') => {
      await first.kill(signal);
      await first.start();
    },
    stop: async () => {
      await Promise.all(nodes.map(({ running }) => running.kill('SIGTERM')));
    },
  };
};

/** Each service with another node, so that all of them have work. */
const beginningWith = (nodes: readonly BrokerNode[], user: string): readonly BrokerNode[] => {
  const place = serviceNames.findIndex((name) => name === user);
  const n = Math.max(0, place) % nodes.length;
  return [...nodes.slice(n), ...nodes.slice(0, n)];
};

const partOf = ({ running, port }: BrokerNode, n: number): EnginePart => ({
  name: partName('broker', n + 1),
  url: `amqp://127.0.0.1:${port}/${VHOST}`,
  get pid() {
    return running.pid;
  },
  kill: running.kill,
  start: running.start,
});
