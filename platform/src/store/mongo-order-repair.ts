// Appends all commits that stand in no page of the order, each behind what caused it, where the log no longer tells more.
import type { Db, Timestamp } from 'mongodb';
import { behind, currentTime, nextBatch } from './mongo-feed-position.ts';
import { ORDER_PAGE } from './mongo-order.ts';
import type { MongoOrder, OrderPage } from './mongo-order.ts';

interface RepairParts {
  readonly db: Db;
  readonly order: MongoOrder;
}

/**
 * All commits are read as they were at one instant, by lamport and id, and the order goes on from the log behind that
 * instant: so none is left out and none comes twice, whatever is committed meanwhile. Only the last page says where the
 * log goes on: a repair that is broken off, or that another process crosses, is done again, from what is there by then.
 */
export const repairOrder = async ({ db, order }: RepairParts): Promise<void> => {
  const { page: last } = await order.end();
  const time = await currentTime(db);
  const ids = idsByCause(db, time);
  const missing: string[] = [];
  let page = last;
  for (let batch = await nextBatch(ids); batch.length > 0; batch = await nextBatch(ids)) {
    missing.push(...(await unwritten(order, batch)));
    if (missing.length <= ORDER_PAGE) continue;
    page += 1;
    if (!(await isWritten(order, { _id: page, ids: missing.splice(0, ORDER_PAGE) }))) return;
  }
  const position = behind(time);
  if (missing.length === 0) await order.note({ page, position });
  else await order.append({ _id: page + 1, ids: missing, position });
};

interface OnlyId {
  readonly _id: string;
}

/** All commits of that instant; from an index alone. */
const idsByCause = (db: Db, atClusterTime: Timestamp) => {
  const find = { find: 'commits', sort: { lamport: 1, _id: 1 }, projection: { _id: 1 }, hint: 'lamport' };
  const readConcern = { level: 'snapshot', atClusterTime };
  const cursor = db.runCursorCommand({ ...find, batchSize: ORDER_PAGE, readConcern });
  return cursor.setBatchSize(ORDER_PAGE).map((document: OnlyId) => document);
};

const unwritten = async (order: MongoOrder, batch: readonly OnlyId[]): Promise<readonly string[]> => {
  const ids = batch.map(({ _id }) => _id);
  const written = await order.written(ids);
  return ids.filter((id) => !written.has(id));
};

/** False: another process wrote another one under this number. */
const isWritten = async (order: MongoOrder, page: OrderPage): Promise<boolean> => {
  const there = await order.append(page);
  return there.position === undefined && there.ids.join() === page.ids.join();
};
