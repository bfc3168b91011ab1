// The feed of commits on MongoDB: a change stream of inserts, read in pages as large as what is there.
import type { Collection, Db } from 'mongodb';
import { TransientError } from '../decider/errors.ts';
import type { Commit } from './commit.ts';
import { feedError } from './mongo-feed-errors.ts';
import { BEGIN, behind, currentTime, insertsAfter, isBegin, settled } from './mongo-feed-position.ts';
import { withoutClaim } from './mongo-schema.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Feed, FeedPage, Position } from './store.ts';

/** Most commits in one page. A page never waits for more than it has. */
const PAGE = 200;

type OnPage = (page: FeedPage) => Promise<void>;

export interface MongoFeed {
  readonly follow: (after: Position | undefined, onPage: OnPage) => Feed;
  readonly close: () => Promise<void>;
}

export const mongoFeed = (db: Db, commits: Collection<StoredCommit>): MongoFeed => {
  const open = new Set<Feed>();
  return {
    follow: (after, onPage) => {
      const feed = follower(db, commits, after, onPage);
      open.add(feed);
      void feed.ended.catch(() => undefined).then(() => open.delete(feed));
      return feed;
    },
    close: async () => {
      await Promise.all([...open].map((feed) => feed.close()));
    },
  };
};

const follower = (
  db: Db,
  commits: Collection<StoredCommit>,
  after: Position | undefined,
  onPage: OnPage,
): Feed => {
  const closing = new AbortController();
  const { signal } = closing;
  const run = async () => {
    const from = isBegin(after) ? await readEverything(db, commits, onPage, signal) : after;
    await readChanges(commits, from, onPage, signal);
  };
  const ended = run().catch((error: unknown) => {
    if (!signal.aborted) throw feedError(error);
  });
  ended.catch(() => undefined); // whoever follows may look at it later
  return {
    ended,
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
};

/** All commits in the order in which they were inserted; returns the position from where changes go on. */
const readEverything = async (
  db: Db,
  commits: Collection<StoredCommit>,
  onPage: OnPage,
  signal: AbortSignal,
): Promise<Position> => {
  const time = await currentTime(db);
  await settled(db, time);
  const cursor = commits.find({}, { ...withoutClaim, hint: { $natural: 1 }, batchSize: PAGE, signal });
  let batch = await nextBatch(cursor);
  while (batch.length > 0) {
    const next = await nextBatch(cursor);
    await onPage(pageOf(batch, next.length > 0 ? BEGIN : behind(time)));
    signal.throwIfAborted();
    batch = next;
  }
  return behind(time);
};

const pageOf = (batch: readonly Commit[], end: Position): FeedPage => ({
  commits: batch.map((commit, n) => ({ commit, position: n === batch.length - 1 ? end : BEGIN })),
});

const readChanges = async (
  commits: Collection<StoredCommit>,
  from: Position,
  onPage: OnPage,
  signal: AbortSignal,
): Promise<never> => {
  const cursor = insertsAfter(commits, from, 'fullDocument', {
    batchSize: PAGE,
  });
  signal.addEventListener('abort', () => void cursor.close().catch(() => undefined));
  for (;;) {
    const changes = await nextBatch(cursor);
    signal.throwIfAborted();
    // A filter on inserts hides why the stream ended: the cursor is just over.
    if (changes.length === 0)
      throw new TransientError('FEED_ENDED', 'The database closed the feed of commits.');
    await onPage({
      commits: changes.map(({ _id, fullDocument }) => ({ commit: fullDocument, position: _id._data })),
    });
    signal.throwIfAborted();
  }
};

interface Batches<T> {
  next(): Promise<T | null>;
  readBufferedDocuments(): T[];
}

/** Waits for a document and takes all that came with it; nothing: the cursor is over. */
const nextBatch = async <T>(cursor: Batches<T>): Promise<T[]> => {
  const first = await cursor.next();
  return first === null ? [] : [first, ...cursor.readBufferedDocuments()];
};
