// The documents of read models on MongoDB: one collection a view, and one for the positions of feeds.
import type { Db, Filter } from 'mongodb';
import { recentlyUsed } from '../decider/recently-used.ts';
import { guarded } from '../store/mongo-errors.ts';
import type { Position } from '../store/store.ts';
import { mongoPlaces } from './mongo-places.ts';
import { putDocuments } from './mongo-put.ts';
import type { ViewDocument, ViewQuery, Views } from './views.ts';

/** Documents that are known to be there. */
const REMEMBERED = 10_000;

interface FeedPosition {
  readonly _id: string;
  readonly position: Position;
}

export const mongoViews = (db: Db): Views => {
  const positions = db.collection<FeedPosition>('positions');
  const collection = (view: string) => db.collection<ViewDocument>(`views.${view}`);
  const indexed = indexes(db);
  // Nothing is ever deleted in a place that is still written to.
  const there = recentlyUsed<true>(REMEMBERED);
  const note = (view: string, documents: readonly Pick<ViewDocument, '_id'>[]): void => {
    for (const { _id } of documents) there.set(keyOf(view, _id), true);
  };

  return {
    get: <D extends ViewDocument>(view: string, ids: readonly string[]) =>
      guarded(async () => {
        const found = await collection(view)
          .find({ _id: { $in: [...ids] } })
          .toArray();
        note(view, found);
        return found as ViewDocument[] as D[];
      }),
    versions: (view, ids) =>
      guarded(async () => {
        const found = await collection(view)
          .find({ _id: { $in: [...ids] } }, { projection: { version: 1 } })
          .toArray();
        note(view, found);
        return new Map(found.map(({ _id, version }) => [_id, version]));
      }),
    find: <D extends ViewDocument>(view: string, { where, after = '', limit }: ViewQuery) =>
      guarded(async () => {
        await indexed(view, where);
        const filter = { ...filterOf(where), _id: { $gt: after } };
        const found = await collection(view).find(filter).sort({ _id: 1 }).limit(limit).toArray();
        return found as ViewDocument[] as D[];
      }),
    count: (view, where) =>
      guarded(async () => {
        await indexed(view, where);
        return collection(view).countDocuments(filterOf(where));
      }),
    put: (view, documents) =>
      guarded(async () => {
        await putDocuments(collection(view), documents, (id) => there.has(keyOf(view, id)));
        note(view, documents);
      }),
    position: (feed) => guarded(async () => (await positions.findOne({ _id: feedId(feed) }))?.position),
    savePosition: (feed, position) =>
      guarded(async () => {
        await positions.updateOne({ _id: feedId(feed) }, { $set: { position } }, { upsert: true });
      }),
    ...mongoPlaces(db),
  };
};

const keyOf = (view: string, id: string): string => `${view}/${id}`;

const feedId = (feed: string): string => `feed:${feed}`;

/** `$eq` and `$in`, so that no value is ever taken for an operator. */
const filterOf = (where: ViewQuery['where'] = {}): Filter<ViewDocument> =>
  Object.fromEntries(
    Object.entries(where).map(([field, value]) => [
      field,
      Array.isArray(value) ? { $in: value } : { $eq: value },
    ]),
  );

/** Makes an index for each combination of fields when it is first asked for; routes decide how many there are. */
const indexes = (db: Db) => {
  const made = new Map<string, Promise<string>>();
  return async (view: string, where: ViewQuery['where'] = {}): Promise<void> => {
    const fields = Object.keys(where).sort();
    if (fields.length === 0) return;
    const key = [view, ...fields].join();
    const keys = Object.fromEntries([...fields, '_id'].map((field) => [field, 1 as const]));
    const making = made.get(key) ?? db.createIndex(`views.${view}`, keys);
    made.set(key, making);
    await making.catch((error: unknown) => {
      made.delete(key);
      throw error;
    });
  };
};
