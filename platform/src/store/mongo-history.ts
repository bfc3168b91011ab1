// The raw history of commits on MongoDB, page by page: in the order of the database's log, each as it is now.
import type { Collection, Db } from 'mongodb';
import type { Commit } from './commit.ts';
import { feedError, historyGone } from './mongo-feed-errors.ts';
import { behind, currentTime, insertsAfter, isBegin } from './mongo-feed-position.ts';
import { withoutClaim } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { FeedPage, Position } from './store.ts';

/** Name of the note from where all of history can be read in order. */
const START = 'start-of-history';
/** To open a change stream costs more than to read so many changes from it, and what a log says never changes. */
const READ_AHEAD = 1_000;
/** So many readers do not get into each other's way. */
const READERS = 8;

interface Note {
  readonly _id: string;
  readonly position: Position;
}

/** That a commit was inserted, and where in the log. */
interface Insertion {
  readonly id: string;
  readonly position: Position;
}

export interface MongoHistory {
  /** Before the first commit: notes from where all of history can be read in order. */
  readonly rememberStart: () => Promise<void>;
  /** @throws PermanentError, code HISTORY_GONE or FEED_LOST, when the log does not reach back so far. */
  readonly page: (after: Position | undefined, limit: number) => Promise<FeedPage>;
}

export const mongoHistory = (db: Db, commits: Collection<StoredCommit>): MongoHistory => {
  const notes = db.collection<Note>('positions');
  /** By position: what has been read behind it, for whoever asks for that next. */
  const ahead = new Map<Position, readonly Insertion[]>();

  const startOfHistory = async (): Promise<Position> => {
    const start = await notes.findOne({ _id: START });
    if (!start) throw historyGone();
    return start.position;
  };

  const keep = (position: Position, rest: readonly Insertion[]): void => {
    ahead.set(position, rest);
    if (ahead.size > READERS) ahead.delete(ahead.keys().next().value ?? '');
  };

  const nextInsertions = async (from: Position, limit: number): Promise<readonly Insertion[]> => {
    const known = ahead.get(from) ?? [];
    ahead.delete(from);
    const found =
      known.length >= limit ? known : await readInsertions(commits, from, Math.max(limit, READ_AHEAD));
    const page = found.slice(0, limit);
    const last = page.at(-1);
    if (last && found.length > limit) keep(last.position, found.slice(limit));
    return page;
  };

  return {
    rememberStart: async () => {
      const position = behind(await currentTime(db));
      if (await commits.findOne({}, { projection: { _id: 1 } })) return;
      await notes.updateOne({ _id: START }, { $setOnInsert: { position } }, { upsert: true });
    },
    page: async (after, limit) => {
      const isFirst = isBegin(after);
      const from = isFirst ? await startOfHistory() : after;
      try {
        return await asTheyAreNow(commits, await nextInsertions(from, limit));
      } catch (error) {
        throw feedError(error, isFirst ? historyGone : undefined);
      }
    },
  };
};

/** Up to so many as are there; never waits for more. */
const readInsertions = async (
  commits: Collection<StoredCommit>,
  from: Position,
  batchSize: number,
): Promise<readonly Insertion[]> => {
  const options = { batchSize, maxAwaitTimeMS: 1 };
  const cursor = insertsAfter(commits, from, 'documentKey', options);
  try {
    const first = await cursor.tryNext();
    const changes = first === null ? [] : [first, ...cursor.readBufferedDocuments()];
    return changes.map(({ _id, documentKey }) => ({ id: documentKey._id, position: _id._data }));
  } finally {
    await cursor.close();
  }
};

const asTheyAreNow = async (
  commits: Collection<StoredCommit>,
  insertions: readonly Insertion[],
): Promise<FeedPage> => {
  const ids = insertions.map(({ id }) => id);
  const present = await commits.find({ _id: { $in: ids } }, withoutClaim).toArray();
  const byId = new Map<string, Commit>(present.map((commit) => [commit._id, commit]));
  return {
    commits: insertions.flatMap(({ id, position }) => {
      const commit = byId.get(id);
      return commit ? [{ commit, position }] : [];
    }),
  };
};
