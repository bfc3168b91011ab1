// A file of SQLite in which the lab keeps what it has read, so that it need not be read again. It may be deleted at any time.
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Another process may be writing so long, ms. */
const PATIENCE_MS = 3_000;

interface Tables {
  /** Statements that make them. */
  readonly tables: string;
  /** Raise it where the tables change, or what stands in them: a file of another edition is made anew. */
  readonly edition: number;
}

/** @param path `:memory:`: in memory alone. @throws the error of SQLite if the file cannot be written, or another process writes to it. */
export const openTables = (path: string, kept: Tables): DatabaseSync => {
  const db = opened(path, kept);
  if (db.prepare('PRAGMA user_version').get()?.user_version === kept.edition) return db;
  db.close();
  removeTables(path);
  return opened(path, kept);
};

export const removeTables = (path: string): void => {
  for (const each of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(each)) rmSync(each);
};

const opened = (path: string, { tables, edition }: Tables): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: PATIENCE_MS });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  const isNew = db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
  if (isNew) db.exec(`${tables}; PRAGMA user_version = ${edition}`);
  return db;
};
