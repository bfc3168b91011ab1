// What both engines give: named parts that can be killed and started.
import type { BeginHistories } from './begin-histories.ts';
import type { CrashLimits } from '../processes/crash-policy.ts';

export interface EnginePart {
  /** `order-service`, `order-service#2`, `broker`, `mongo-order-service` ... */
  readonly name: string;
  /** Address without a password; `undefined` if it never was up. */
  readonly url: string | undefined;
  /** `undefined` while it is down, and for what was not started here. */
  readonly pid: number | undefined;
  /** Directory with all that it keeps; only of a database that was started here. */
  readonly data?: string;
  /** Resolves when it is gone, for a signal that ends it; it stays down until `start`. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when it is ready, at the same address as before. */
  start(): Promise<void>;
}

/** What an operator of the broker can do to it. */
export interface BrokerControl {
  /** Runs a command of `rabbitmqctl`, and resolves with what it prints. */
  readonly ctl: (...args: readonly string[]) => Promise<string>;
  /** Loads its definitions again, as at its start: users, queues, bindings and policies are there, whatever became of them. */
  readonly restore: () => Promise<void>;
  /** Deletes all that it keeps, while it is down: it starts as a new node that knows its definitions and no more. */
  readonly wipe: () => void;
}

export interface BrokerAccess {
  /** The user `e2e`: full rights, for tests and scenarios. */
  readonly e2eUrl: string;
  /** Absent for a broker that was not started here. */
  readonly control?: BrokerControl | undefined;
}

export interface Engine {
  readonly parts: readonly EnginePart[];
  /** Absent in the memory engine. */
  readonly broker?: BrokerAccess;
  stop(): Promise<void>;
}

/** From one service to the broker or to its own database. */
export interface Link {
  readonly service: string;
  readonly server: 'broker' | 'database';
}

/** The address by which a service gets to a server, given the server's own: that of a proxy, for instance. */
export type Reach = (link: Link, url: string) => Promise<string>;

/** Another way of running the services, for whoever watches them from inside or ends them on purpose. */
export interface Builds {
  /** Service -> the file to run in the place of its own `main.ts`. */
  readonly entries: Readonly<Record<string, string>>;
  readonly crashLimits?: CrashLimits;
}

export type EnvOf = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface EngineOptions {
  /** Of each service. */
  readonly instances: number;
  /** For every service, on top of what the launcher sets. */
  readonly env: Readonly<Record<string, string>>;
  /** By service, for all its instances, on top of that. */
  readonly envOf?: EnvOf | undefined;
  /** Shares neither broker nor databases with any other system. */
  readonly ownServers: boolean;
  /** Three nodes of the broker and three members of each database, all of this system alone; only of the real engine. */
  readonly isCluster?: boolean | undefined;
  /** Only of the real engine; left out, services use the servers' own addresses. */
  readonly reach?: Reach | undefined;
  /** Only of the real engine: how services run that are not the project's own builds, or die on purpose. */
  readonly builds?: Builds | undefined;
  /** What the services find in their databases at their first start; left out: nothing. */
  readonly history?: BeginHistories | undefined;
  /** A part of it may be there already; only of the real engine. */
  readonly resumeHistory?: boolean | undefined;
  readonly adminToken: string;
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** A part got or lost its pid or address. */
  readonly changed: () => void;
  /** A service crashed too often; the sentence says which, and why. */
  readonly gaveUp: (detail: string) => void;
}

/** The n-th instance, counted from 1, as people and files call it. */
export const partName = (service: string, n: number): string => (n === 1 ? service : `${service}#${n}`);

/** The other way round: `order-service#2` is an instance of `order-service`. */
export const firstOf = (part: string): string => part.replace(/#\d+$/, '');
