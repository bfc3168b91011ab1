// A connection to a service's own MongoDB, with the guarantees that commits rest on.
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { guarded } from './mongo-errors.ts';
import { databaseNameInvalid, unlessRefused } from './mongo-refusals.ts';

export interface MongoSettings {
  /** A replica set; may hold credentials, so it appears in no message. */
  readonly url: string;
  /** Left out: the database that the URL names. */
  readonly database?: string;
  /** How long to look for a primary, ms; 5 s unless told. */
  readonly serverSelectionTimeoutMS?: number;
  /** How long an answer may take, ms; 10 s unless told. After it the outcome of a write is unknown. */
  readonly socketTimeoutMS?: number;
}

export interface MongoConnection {
  readonly client: MongoClient;
  readonly db: Db;
  readonly close: () => Promise<void>;
}

/**
 * @throws PermanentError, code MONGO_URL_INVALID, MONGO_ACCESS_REFUSED, MONGO_NOT_A_REPLICA_SET or MONGO_ANOTHER_SET.
 * @throws TransientError, code STORE_UNAVAILABLE, when no primary answers in time.
 */
export const connectMongo = async (settings: MongoSettings): Promise<MongoConnection> => {
  const client = clientFor(settings);
  try {
    const db = databaseOf(client, settings.database);
    await guarded(() => unlessRefused(() => assertReplicaSet(client)));
    return { client, db, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
};

const databaseOf = (client: MongoClient, name: string | undefined): Db => {
  try {
    return client.db(name);
  } catch {
    throw databaseNameInvalid();
  }
};

const clientFor = ({ url, serverSelectionTimeoutMS = 5000, socketTimeoutMS = 10_000 }: MongoSettings) => {
  try {
    return new MongoClient(url, {
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: socketTimeoutMS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      // Whoever writes here can tell what of it is done, and does the rest again: that would only make each write dearer.
      retryWrites: false,
      ignoreUndefined: true,
      promoteLongs: true,
      serverSelectionTimeoutMS,
      connectTimeoutMS: serverSelectionTimeoutMS,
      socketTimeoutMS,
      waitQueueTimeoutMS: socketTimeoutMS,
    });
  } catch {
    // The driver's own message may quote the URL with its password.
    throw new PermanentError(
      'MONGO_URL_INVALID',
      'MONGO_URL is no valid address; it must read mongodb://host:port/database?replicaSet=name, with user:password@ before the host if there is one.',
    );
  }
};

const assertReplicaSet = async (client: MongoClient): Promise<void> => {
  const hello = await Promise.race([noneOfTheSet(client), client.db('admin').command({ hello: 1 })]);
  if (typeof hello.setName !== 'string') throw notAReplicaSet();
};

/** Rejects once the driver has dropped every server, because none is of the set that the address names: it would wait on. */
const noneOfTheSet = (client: MongoClient): Promise<never> =>
  new Promise((_resolve, reject) => {
    let setName: unknown;
    client.on('serverHeartbeatSucceeded', ({ reply }) => {
      setName = reply.setName;
    });
    client.on('topologyDescriptionChanged', ({ newDescription: { type, servers } }) => {
      if (!type.startsWith('ReplicaSet') || servers.size > 0) return;
      reject(typeof setName === 'string' ? anotherSet(setName) : notAReplicaSet());
    });
  });

const anotherSet = (name: string) =>
  new PermanentError(
    'MONGO_ANOTHER_SET',
    `The replica set of MongoDB has another name than MONGO_URL says: put replicaSet=${name} there if it is the right one.`,
  );

const notAReplicaSet = () =>
  new PermanentError(
    'MONGO_NOT_A_REPLICA_SET',
    'MongoDB at MONGO_URL runs as a standalone server, which has neither majority writes nor change streams: ' +
      'start mongod with --replSet <name> and run rs.initiate() once (one member is enough).',
  );
