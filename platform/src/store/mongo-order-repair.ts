// Appends all commits that stand in no page of the order, each behind what caused it, where the log no longer tells more.
import type { Collection, Db } from 'mongodb';
import { behind, currentTime, nextBatch, settled } from './mongo-feed-position.ts';
import { insertionsBehind } from './mongo-insertions.ts';
import type { Insertions } from './mongo-insertions.ts';
import { ORDER_PAGE } from './mongo-order.ts';
import type { MongoOrder, OrderPage } from './mongo-order.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Position } from './store.ts';

interface RepairParts {
  readonly db: Db;
  readonly commits: Collection<StoredCommit>;
  readonly order: MongoOrder;
}

const READ_AT_ONCE = 5 * ORDER_PAGE;

/**
 * All commits of one instant are read, by lamport and id, and the order goes on from the log behind that instant: so none is left out and
 * none comes twice, whatever is committed meanwhile. Only the last page says where the log goes on: a repair that is broken off,
 * or that another process crosses, is done again, from what is there by then.
 */
export const repairOrder = async ({ db, commits, order }: RepairParts): Promise<void> => {
  const { page: last } = await order.end();
  const time = await currentTime(db);
  await settled(db, time);
  const position = behind(time);
  const log = insertionsBehind(db, commits, position, READ_AT_ONCE);
  const ids = idsByCause(commits);
  try {
    await appendMissing({ order, ids, log, last, position });
  } finally {
    await Promise.allSettled([log.close(), ids.close()]);
  }
};

interface Missing extends Pick<RepairParts, 'order'> {
  readonly ids: ReturnType<typeof idsByCause>;
  /** What is committed behind the instant. */
  readonly log: Insertions;
  /** The last page that is there. */
  readonly last: number;
  /** Right behind the instant. */
  readonly position: Position;
}

const appendMissing = async ({ order, ids, log, last, position }: Missing): Promise<void> => {
  const later = new Set<string>();
  const missing: string[] = [];
  let page = last;
  for (let batch = await nextBatch(ids); batch.length > 0; batch = await nextBatch(ids)) {
    await readOn(log, later);
    const known = batch.map(({ _id }) => _id).filter((id) => !later.has(id));
    const written = await order.written(known);
    missing.push(...known.filter((id) => !written.has(id)));
    while (missing.length > ORDER_PAGE) {
      page += 1;
      if (!(await isWritten(order, { _id: page, ids: missing.splice(0, ORDER_PAGE) }))) return;
    }
  }
  if (missing.length === 0) await order.note({ page, position });
  else await order.append({ _id: page + 1, ids: missing, position });
};

/**
 * Every commit, from an index alone; those that come meanwhile, too, or not. Not a snapshot, which the database keeps for a limited time: a
 * long history takes longer, and what it would have to keep for that costs each write.
 */
const idsByCause = (commits: Collection<StoredCommit>) =>
  commits
    .find({}, { projection: { _id: 1 }, hint: 'lamport', batchSize: READ_AT_ONCE })
    .sort({ lamport: 1, _id: 1 });

/** Takes in all that the log tells by now: whatever was read before this call and is not of the instant is among it. */
const readOn = async (log: Insertions, later: Set<string>): Promise<void> => {
  for (;;) {
    const insertions = await log.next(READ_AT_ONCE);
    for (const { id } of insertions) later.add(id);
    if (insertions.length < READ_AT_ONCE) return;
  }
};

/** False: another process wrote another one under this number. */
const isWritten = async (order: MongoOrder, page: OrderPage): Promise<boolean> => {
  const there = await order.append(page);
  return there.position === undefined && there.ids.join() === page.ids.join();
};
