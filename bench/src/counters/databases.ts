// What the databases count of documents, bytes and requests.
import { serviceNames } from '@saga-lab/contracts/services';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import type { MongoConnection } from '@saga-lab/platform/store/mongo-connection';

/** Of one database server since it began, its own housekeeping included. */
export interface DatabaseCounters {
  readonly inserted: number;
  readonly updated: number;
  readonly returned: number;
  readonly deleted: number;
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface Databases {
  /** One for each service. */
  readonly connections: readonly MongoConnection[];
  /** By service. */
  readonly counters: () => Promise<Readonly<Record<string, DatabaseCounters>>>;
  readonly version: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Sections that are long and not looked at: fetching them would count as bytes. */
const LEFT_OUT = [
  'repl',
  'wiredTiger',
  'tcmalloc',
  'locks',
  'transactions',
  'oplogTruncation',
  'storageEngine',
];
const status = {
  serverStatus: 1,
  ...Object.fromEntries(LEFT_OUT.map((section) => [section, 0])),
};

export const databasesAt = async (urlOf: (service: string) => string): Promise<Databases> => {
  const connections = await Promise.all(serviceNames.map((service) => connectMongo({ url: urlOf(service) })));
  const ask = (n: number): Promise<Status> =>
    connections[n]?.client.db('admin').command(status) ?? Promise.resolve({});
  return {
    connections,
    counters: async () =>
      Object.fromEntries(
        await Promise.all(
          serviceNames.map(async (service, n) => [service, countersIn(await ask(n))] as const),
        ),
      ),
    version: async () => (await ask(0)).version ?? 'unknown',
    close: async () => {
      await Promise.all(connections.map((each) => each.close()));
    },
  };
};

interface Status {
  readonly version?: string;
  readonly metrics?: { readonly document?: Readonly<Record<string, unknown>> };
  readonly network?: Readonly<Record<string, unknown>>;
}

export const countersIn = ({ metrics: { document = {} } = {}, network = {} }: Status): DatabaseCounters => ({
  inserted: Number(document['inserted']),
  updated: Number(document['updated']),
  returned: Number(document['returned']),
  deleted: Number(document['deleted']),
  requests: Number(network['numRequests']),
  bytesIn: Number(network['bytesIn']),
  bytesOut: Number(network['bytesOut']),
});
