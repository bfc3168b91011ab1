// The order of all commits, written down in numbered pages, so that it outlives the database's log.
import { MongoServerError } from 'mongodb';
import type { Db } from 'mongodb';
import { feedLost } from './mongo-feed-errors.ts';
import { DUPLICATE_KEY } from './mongo-errors.ts';
import type { Insertion } from './mongo-insertions.ts';
import type { Position } from './store.ts';

/** It never changes once it is there. */
export interface OrderPage {
  /** 0, 1, 2, ... */
  readonly _id: number;
  readonly ids: readonly string[];
  /** Where the log goes on behind these; left out while a repair has more pages to write. */
  readonly position?: Position;
}

/** The last page, -1 for none, and where the log goes on behind it, where that is known. */
export interface OrderEnd {
  readonly page: number;
  readonly position?: Position | undefined;
}

export interface MongoOrder {
  /** At most `limit` commits as they are written down. @throws PermanentError, code FEED_LOST, for an unknown place. */
  readonly read: (after: Position | undefined, limit: number) => Promise<readonly Insertion[]>;
  readonly end: () => Promise<OrderEnd>;
  /** The page that stands under this number now: this one, or one that another process wrote before. */
  readonly append: (page: OrderPage) => Promise<OrderPage>;
  /** That nothing was committed between the end of a page and a position: it stays true, whatever others do. */
  readonly note: (end: OrderEnd) => Promise<void>;
  /** Those of the commits that stand in any page. */
  readonly written: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Most commits in one page. */
export const ORDER_PAGE = 200;

const NOTE = 'order';
const PLACE = /^(\d{1,12})\.(\d{1,3})$/;
const PAGES_AT_ONCE = 10;

/** Whether a position is one in these pages, and not one in the log. */
export const isPlace = (position: Position | undefined): boolean =>
  position === undefined || PLACE.test(position);

/** @throws MongoServerError */
export const mongoOrder = async (db: Db): Promise<MongoOrder> => {
  const pages = db.collection<OrderPage>('order');
  const notes = db.collection<OrderEnd & { readonly _id: string }>('positions');
  await pages.createIndexes([{ key: { ids: 1 }, name: 'ids' }]);

  return {
    read: async (after, limit) => {
      const place = placeOf(after);
      const options = { projection: { ids: 1 }, batchSize: PAGES_AT_ONCE };
      const cursor = pages.find({ _id: { $gte: place.page } }, options).sort({ _id: 1 });
      const found: Insertion[] = [];
      let isKnown = after === undefined;
      for await (const { _id: page, ids } of cursor) {
        const from = page === place.page ? place.offset : 0;
        isKnown ||= page === place.page && from <= ids.length;
        found.push(...ids.slice(from).map((id, n) => ({ id, position: `${page}.${from + n + 1}` })));
        if (found.length >= limit) break;
      }
      if (!isKnown) throw feedLost();
      return found.slice(0, limit);
    },
    end: async () => {
      const last = await pages.findOne({}, { sort: { _id: -1 }, projection: { position: 1 } });
      const note = await notes.findOne({ _id: NOTE });
      const page = last?._id ?? -1;
      return { page, position: note?.page === page ? note.position : last?.position };
    },
    append: (page) =>
      unlessThere(
        () => pages.insertOne(page).then(() => page),
        () => pages.findOne({ _id: page._id }),
      ),
    note: async ({ page, position }) => {
      const older = { _id: NOTE, page: { $lte: page } };
      const set = { $set: { page, position } };
      await unlessThere(
        () => notes.updateOne(older, set, { upsert: true }),
        () => Promise.resolve(true), // one of a later page
      );
    },
    written: async (ids) => {
      const stages = [
        { $match: { ids: { $in: ids } } },
        { $project: { ids: { $setIntersection: ['$ids', ids] } } },
      ];
      const found = await pages.aggregate<Pick<OrderPage, 'ids'>>(stages).toArray();
      return new Set(found.flatMap((page) => page.ids));
    },
  };
};

const placeOf = (position: Position | undefined): { readonly page: number; readonly offset: number } => {
  if (position === undefined) return { page: 0, offset: 0 };
  const [, page, offset] = PLACE.exec(position) ?? [];
  if (!page || !offset) throw feedLost();
  return { page: Number(page), offset: Number(offset) };
};

/** What an insert gives; or, where its key is taken, what is there instead. */
const unlessThere = async <T, U>(
  insert: () => Promise<T>,
  there: () => Promise<U | null>,
): Promise<T | U> => {
  try {
    return await insert();
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    const found = await there();
    if (found === null) throw error;
    return found;
  }
};
