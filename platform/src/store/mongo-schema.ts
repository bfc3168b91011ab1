// The collections of a service's database: their indexes, and validators as the last line of defence.
import type { Collection, Db, Document } from 'mongodb';
import { MongoServerError } from 'mongodb';
import type { Commit } from './commit.ts';
import { historyOlder } from './mongo-refusals.ts';

/** As it stands in the database. */
export type StoredCommit = Omit<Commit, 'sent'> & {
  /** Left out of one that another one covers (see decision 42). */
  readonly sent?: Commit['sent'];
  /** Ids of the commits that this one covers: those without a state of their own are pending as long as it names them. */
  readonly covers?: readonly string[];
  /** Those of them that were not there when they were due, and may still come. */
  readonly missing?: readonly string[];
  /** Until when they are looked for, milliseconds by the database's clock. */
  readonly missingUntil?: number;
  /** The token of the sweeper that took it last. */
  readonly claim?: string;
};

/** Leaves out what only the outbox uses. */
export const withoutOutboxFields = { projection: { covers: 0, missing: 0, missingUntil: 0, claim: 0 } };

/** The database's own clock, as the milliseconds that commits carry. */
export const NOW = { $toLong: '$$NOW' };

/** The commit was checked when it was inserted; to check all of it at each mark costs the database a tenth of what commits cost it. */
export const unvalidated = { bypassDocumentValidation: true };

const NAMESPACE_EXISTS = 48;

const text = { bsonType: 'string', minLength: 1 };
/** A whole number that JavaScript holds exactly, however BSON stores it. */
const whole = (minimum: number) => ({
  bsonType: ['int', 'long', 'double'],
  minimum,
  maximum: Number.MAX_SAFE_INTEGER,
  multipleOf: 1,
});

/** `<stream>@<version>` */
const streamVersions = {
  bsonType: 'array',
  minItems: 1,
  items: { bsonType: 'string', pattern: '@[0-9]{12}$' },
};

const event = {
  bsonType: 'object',
  required: ['stream', 'version', 'type', 'schemaVersion', 'data'],
  properties: { stream: text, version: whole(1), type: text, schemaVersion: whole(1) },
};
const entry = { bsonType: 'object', required: ['id', 'type'], properties: { id: text, type: text } };
/** Without it the decision could not be made again. */
const input = {
  bsonType: 'object',
  required: ['type', 'data', 'receivedAt', 'random'],
  properties: {
    type: text,
    receivedAt: whole(0),
    random: { bsonType: ['int', 'double'], minimum: 0, maximum: 1 },
  },
};

const commit = {
  bsonType: 'object',
  required: ['_id', 'at', 'lamport', 'correlationId', 'causationId', 'attempt', 'input', 'events', 'outbox'],
  properties: {
    _id: text,
    writes: streamVersions,
    reads: streamVersions,
    at: whole(0),
    lamport: whole(0),
    input,
    settings: { bsonType: 'object' },
    pendingAt: whole(0),
    events: { bsonType: 'array', items: event },
    outbox: { bsonType: 'array', items: entry },
    sent: { bsonType: 'array', items: whole(0) },
    covers: { bsonType: 'array', minItems: 1, items: text },
    missing: { bsonType: 'array', minItems: 1, items: text },
  },
};

/**
 * Makes the collection of commits, or brings an older one up to date.
 * @throws PermanentError, code MONGO_HISTORY_OLDER, if its commits do not say what they were decided on.
 */
export const prepareCommits = async (db: Db): Promise<Collection<StoredCommit>> => {
  const commits = db.collection<StoredCommit>('commits');
  const oldest = await commits.findOne({}, { projection: { input: 1 } });
  if (oldest && !('input' in oldest)) throw historyOlder();
  await validated(db, 'commits', commit);
  await commits.createIndexes([
    // Sparse, because an array without elements would count as a value.
    { key: { writes: 1 }, name: 'writes', unique: true, sparse: true },
    { key: { correlationId: 1 }, name: 'correlation' },
    { key: { lamport: 1, _id: 1 }, name: 'lamport' },
    { key: { pendingAt: 1 }, name: 'pending', partialFilterExpression: { pendingAt: { $exists: true } } },
    { key: { pendingAt: 1 }, name: 'covering', partialFilterExpression: { covers: { $exists: true } } },
    { key: { missing: 1 }, name: 'missing', partialFilterExpression: { missing: { $exists: true } } },
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
