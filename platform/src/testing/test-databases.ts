// An empty database of its own for each integration test, on the server that the test run provides.
import { randomUUID } from 'node:crypto';
import { connectMongo } from '../store/mongo-connection.ts';
import type { MongoConnection, MongoSettings } from '../store/mongo-connection.ts';
import { testMongoUrl } from './test-servers.ts';

/** Connections to new databases; `cleanUp` drops and closes them all. */
export const testDatabases = () => {
  const opened: MongoConnection[] = [];
  const connect = async (settings: Partial<MongoSettings> = {}): Promise<MongoConnection> => {
    const database = `test_${randomUUID().slice(0, 13)}`;
    const connection = await connectMongo({ url: testMongoUrl(), database, ...settings });
    opened.push(connection);
    return connection;
  };
  const cleanUp = async (): Promise<void> => {
    for (const connection of opened.splice(0)) {
      // Two connections may share a database, one of them to a server that the test took away.
      await connection.db.dropDatabase().catch(() => undefined);
      await connection.close();
    }
  };
  return { connect, cleanUp };
};
