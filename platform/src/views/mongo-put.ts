// Writes documents of a read model, each unless one of the same or a higher version is there, in the way that costs the database least.
import { MongoBulkWriteError } from 'mongodb';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { DUPLICATE_KEY } from '../store/mongo-errors.ts';
import type { ViewDocument } from './views.ts';

type Documents = Collection<ViewDocument>;

/**
 * A new document is inserted, one that is known to be there is replaced if it is older. Only for one that was taken for new and is not
 * the database has to look and to write in one step, which costs it most.
 */
export const putDocuments = async (
  collection: Documents,
  documents: readonly ViewDocument[],
  isThere: (id: string) => boolean,
): Promise<void> => {
  const taken = await insertNew(
    collection,
    documents.filter(({ _id }) => !isThere(_id)),
  );
  const known = documents.filter(({ _id }) => isThere(_id));
  const writes = [...known.map(ifOlder), ...taken.map(unlessNewer)];
  if (writes.length > 0) await collection.bulkWrite(writes, { ordered: false });
};

/** Resolves with those that were there already. */
const insertNew = async (
  collection: Documents,
  documents: readonly ViewDocument[],
): Promise<readonly ViewDocument[]> => {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany([...documents], { ordered: false });
    return [];
  } catch (error) {
    return takenIn(error, documents);
  }
};

/**
 * The driver gives a bulk error its own code only if it comes from documents; a lost connection comes as one, too, and says of no document what
 * became of it.
 * @throws the error, if it says anything else than that documents were there.
 */
const takenIn = (error: unknown, documents: readonly ViewDocument[]): readonly ViewDocument[] => {
  if (!(error instanceof MongoBulkWriteError) || error.code !== DUPLICATE_KEY) throw error;
  const failed = [error.writeErrors].flat();
  if (error.result.getWriteConcernError() || failed.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  return failed.flatMap(({ index }) => documents[index] ?? []);
};

type Write = AnyBulkWriteOperation<ViewDocument>;

const ifOlder = (document: ViewDocument): Write => ({
  replaceOne: {
    filter: { _id: document._id, version: { $lt: document.version } },
    replacement: document,
  },
});

/** One atomic step by `_id` alone, so that the database itself tries again when two writers insert at once. */
const unlessNewer = (document: ViewDocument): Write => {
  const isOlder = { $lt: [{ $ifNull: ['$version', -1] }, document.version] };
  const newest = { $cond: [isOlder, { $literal: document }, '$$ROOT'] };
  return {
    updateOne: { filter: { _id: document._id }, update: [{ $replaceWith: newest }], upsert: true },
  };
};
