// As much of mongosh as the health check of a database uses, on the driver; and who may do what there.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';

interface Database {
  readonly runCommand: (command: Document) => Promise<Document>;
  readonly getSiblingDB: (name: string) => Database;
}

const databaseOf = (client: MongoClient, name: string): Database => ({
  runCommand: (command) => client.db(name).command(command),
  getSiblingDB: (other) => databaseOf(client, other),
});

/** Resolves with the exit code: what the script hands to `quit`. */
export const mongosh = async (file: string, print: (line: string) => void): Promise<number> => {
  const clients: MongoClient[] = [];
  const connect = async (url: string): Promise<Database> => {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 3_000 });
    clients.push(client);
    await client.connect();
    return databaseOf(client, 'admin');
  };
  try {
    return await new Promise((quit) => {
      const known = { require: createRequire(file), __dirname: dirname(file), connect, sleep, quit, print };
      runInNewContext(readFileSync(file, 'utf8'), known, { filename: file });
    });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
};

/** What a read and a write in a database come to: `allowed`, or the code of the error. */
export const codesOf = async (url: string, database: string): Promise<readonly unknown[]> => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5_000 });
  const commits = client.db(database).collection('commits');
  const tried = [commits.findOne({}), commits.insertOne({ forged: true })].map((work) =>
    work.then(
      () => 'allowed',
      (error: unknown) => (error as { code?: number }).code,
    ),
  );
  return Promise.all(tried).finally(() => client.close());
};
