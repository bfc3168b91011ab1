// The collections of a service's database: their indexes, and validators as the last line of defence.
import type { Collection, Db, Document } from 'mongodb';
import { MongoServerError } from 'mongodb';
import type { Commit } from './commit.ts';

/** `claim` is the token of the sweeper that took it last. */
export type StoredCommit = Commit & { claim?: string };

/** The commit as others know it. */
export const withoutClaim = { projection: { claim: 0 } };

const NAMESPACE_EXISTS = 48;

const text = { bsonType: 'string', minLength: 1 };
/** A whole number that JavaScript holds exactly, however BSON stores it. */
const whole = (minimum: number) => ({
  bsonType: ['int', 'long', 'double'],
  minimum,
  maximum: Number.MAX_SAFE_INTEGER,
  multipleOf: 1,
});

const event = {
  bsonType: 'object',
  required: ['stream', 'version', 'type', 'schemaVersion', 'data'],
  properties: { stream: text, version: whole(1), type: text, schemaVersion: whole(1) },
};
const entry = { bsonType: 'object', required: ['id', 'type'], properties: { id: text, type: text } };

const commit = {
  bsonType: 'object',
  required: [
    '_id',
    'at',
    'lamport',
    'correlationId',
    'causationId',
    'attempt',
    'cause',
    'events',
    'outbox',
    'sent',
  ],
  properties: {
    _id: text,
    writes: { bsonType: 'array', minItems: 1, items: { bsonType: 'string', pattern: '@[0-9]{12}$' } },
    at: whole(0),
    lamport: whole(0),
    pendingAt: whole(0),
    events: { bsonType: 'array', items: event },
    outbox: { bsonType: 'array', items: entry },
    sent: { bsonType: 'array', items: whole(0) },
  },
};

/** Makes the collection of commits, or brings an older one up to date. */
export const prepareCommits = async (db: Db): Promise<Collection<StoredCommit>> => {
  await validated(db, 'commits', commit);
  const commits = db.collection<StoredCommit>('commits');
  await commits.createIndexes([
    // Sparse, because an array without elements would count as a value.
    { key: { writes: 1 }, name: 'writes', unique: true, sparse: true },
    { key: { pendingAt: 1 }, name: 'pending', partialFilterExpression: { pendingAt: { $exists: true } } },
  ]);
  return commits;
};

const validated = async (db: Db, name: string, $jsonSchema: Document): Promise<void> => {
  const validator = { $jsonSchema };
  try {
    await db.createCollection(name, { validator });
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
    await db.command({ collMod: name, validator });
  }
};
