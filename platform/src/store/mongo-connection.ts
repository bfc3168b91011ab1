// A connection to a service's own MongoDB, with the guarantees that commits rest on.
import { MongoClient, MongoServerSelectionError } from 'mongodb';
import type { Db } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { guarded } from './mongo-errors.ts';

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
 * @throws PermanentError, code MONGO_URL_INVALID or MONGO_NOT_A_REPLICA_SET.
 * @throws TransientError, code STORE_UNAVAILABLE, when no primary answers in time.
 */
export const connectMongo = async (settings: MongoSettings): Promise<MongoConnection> => {
  const client = clientFor(settings);
  try {
    await guarded(() => assertReplicaSet(client));
  } catch (error) {
    await client.close();
    throw error;
  }
  return { client, db: client.db(settings.database), close: () => client.close() };
};

const clientFor = ({ url, serverSelectionTimeoutMS = 5000, socketTimeoutMS = 10_000 }: MongoSettings) => {
  try {
    return new MongoClient(url, {
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: socketTimeoutMS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
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
      'The address of MongoDB is not valid; it must read mongodb://host:port/?replicaSet=name, with user:password@ before the host if there is one.',
    );
  }
};

const assertReplicaSet = async (client: MongoClient): Promise<void> => {
  const hello = await client
    .db('admin')
    .command({ hello: 1 })
    .catch((error: unknown) => {
      throw lacksReplicaSet(error) ? notAReplicaSet() : error;
    });
  if (typeof hello.setName !== 'string') throw notAReplicaSet();
};

/** The driver drops a standalone server from its view of a replica set: then none is left to wait for. */
const lacksReplicaSet = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError &&
  (error.reason?.type ?? '').startsWith('ReplicaSet') &&
  error.reason?.servers.size === 0;

const notAReplicaSet = () =>
  new PermanentError(
    'MONGO_NOT_A_REPLICA_SET',
    'MongoDB runs as a standalone server, which has neither majority writes nor change streams: ' +
      'start mongod with --replSet <name> and run rs.initiate() once (one member is enough).',
  );
