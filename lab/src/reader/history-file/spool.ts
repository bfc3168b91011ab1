// Whole histories on the disk beside the file that is written of them, so that they can be put in the order of causes without
// being held in memory, and so that a reading that was broken off goes on.
import type { DatabaseSync } from 'node:sqlite';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { flawOf } from '../../checker/history.ts';
import type { Recorded } from '../../checker/history.ts';
import { follow } from '../follow/follow.ts';
import type { Following } from '../follow/follow.ts';
import { isOf, LANES, lanes } from '../follow/lanes.ts';
import type { Source } from '../follow/lanes.ts';
import { openTables, removeTables } from '../follow/tables.ts';

const TABLES = `${LANES}
  CREATE TABLE commits (
    lamport INTEGER, id TEXT, service TEXT, body TEXT, PRIMARY KEY (lamport, id, service)) WITHOUT ROWID;
  CREATE TABLE sent (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE unsettled (service TEXT, before TEXT, PRIMARY KEY (service, before)) WITHOUT ROWID;
`;
const EDITION = 1;

export class UnreadableCommit extends Error {
  override readonly name = 'UnreadableCommit';
}

export interface Spool {
  /** How many commits, and the greatest Lamport value of them. */
  readonly size: () => { readonly commits: number; readonly lamport: number };
  /** In the order of causes. */
  readonly recorded: () => Iterable<Recorded>;
  readonly close: () => void;
}

/**
 * Reads histories into a file at `path`, or goes on where that was broken off. What is in it is a consistent cut.
 * @throws UnreadableCommit
 */
export const spooled = async (source: Source, path: string, following: Following): Promise<Spool> => {
  let db = openTables(path, { tables: TABLES, edition: EDITION });
  if (!(await isOf(source, lanes(db)))) {
    db.close();
    removeTables(path);
    db = openTables(path, { tables: TABLES, edition: EDITION });
  }
  try {
    await follow(source, takingInto(db), following);
    await settle(source, db);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    size: () => {
      const row = db.prepare('SELECT count(*) AS commits, max(lamport) AS lamport FROM commits').get();
      return { commits: Number(row?.commits), lamport: Number(row?.lamport ?? 0) };
    },
    recorded: () => inOrder(db),
    close: () => {
      db.close();
    },
  };
};

const takingInto = (db: DatabaseSync) => {
  const taken = lanes(db);
  const put = db.prepare('INSERT OR REPLACE INTO commits VALUES (?, ?, ?, ?)');
  const putSent = db.prepare('INSERT OR IGNORE INTO sent VALUES (?)');
  const isSent = db.prepare('SELECT 1 FROM sent WHERE id = ?');
  const unsettled = db.prepare('INSERT OR IGNORE INTO unsettled VALUES (?, ?)');
  return {
    lane: taken.of,
    isSent: (id: string): boolean => isSent.get(id) !== undefined,
    begin: (): void => {
      db.exec('BEGIN IMMEDIATE');
    },
    take: (recorded: Recorded, position: string): void => {
      const { service, commit } = recorded;
      const { before, seq } = taken.grow(recorded, position);
      const flaw = flawOf(commit);
      if (flaw !== undefined) throw new UnreadableCommit(`commit ${seq} of ${service}${flaw}.`);
      put.run(commit.lamport, commit._id, service, JSON.stringify(commit));
      for (const { id } of commit.outbox) putSent.run(id);
      if (commit.pendingAt !== undefined) unsettled.run(service, before);
    },
    commit: (): Promise<void> => {
      taken.save();
      db.exec('COMMIT');
      return Promise.resolve();
    },
  };
};

/** Some commits had something to send when they were read: what became of that by now. */
const settle = async (source: Source, db: DatabaseSync): Promise<void> => {
  const put = db.prepare('UPDATE commits SET body = ? WHERE lamport = ? AND id = ? AND service = ?');
  for (const row of db.prepare('SELECT service, before FROM unsettled').all()) {
    const [service, before] = [row.service as ServiceName, String(row.before)];
    const [item] = (await source.commitsAfter(service, before, 1)).items;
    if (!item) continue;
    const { position: _position, ...commit } = item as Commit & { readonly position?: string };
    put.run(JSON.stringify(commit), commit.lamport, commit._id, service);
  }
};

const inOrder = function* (db: DatabaseSync): Generator<Recorded> {
  const rows = db.prepare('SELECT service, body FROM commits ORDER BY lamport, id, service').iterate();
  for (const { service, body } of rows)
    yield { service: service as ServiceName, commit: JSON.parse(String(body)) as Commit };
};
