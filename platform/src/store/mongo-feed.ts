// The feed of commits on MongoDB: what is written down first, then a change stream of inserts, in pages of what is there.
import type { Collection } from 'mongodb';
import { TransientError } from '../decider/errors.ts';
import { feedError } from './mongo-feed-errors.ts';
import { insertsAfter, nextBatch } from './mongo-feed-position.ts';
import type { MongoHistory } from './mongo-history.ts';
import { isPlace } from './mongo-order.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Feed, FollowedPage, Position } from './store.ts';

/** Most commits in one page. A page never waits for more than it has. */
const PAGE = 500;

type OnPage = (page: FollowedPage) => Promise<void>;

export interface MongoFeed {
  readonly follow: (after: Position | undefined, onPage: OnPage) => Feed;
  readonly close: () => Promise<void>;
}

export const mongoFeed = (commits: Collection<StoredCommit>, history: MongoHistory): MongoFeed => {
  const open = new Set<Feed>();
  return {
    follow: (after, onPage) => {
      const feed = follower({ commits, history, after, onPage });
      open.add(feed);
      void feed.ended.catch(() => undefined).then(() => open.delete(feed));
      return feed;
    },
    close: async () => {
      await Promise.all([...open].map((feed) => feed.close()));
    },
  };
};

interface Following {
  readonly commits: Collection<StoredCommit>;
  readonly history: MongoHistory;
  readonly after: Position | undefined;
  readonly onPage: OnPage;
}

const follower = ({ commits, history, after, onPage }: Following): Feed => {
  const closing = new AbortController();
  const { signal } = closing;
  const { promise: caughtUp, resolve: catchUp } = Promise.withResolvers<undefined>();
  const run = async () => {
    let from = after;
    if (from === undefined || isPlace(from)) {
      from = await readWritten(history, after, onPage, signal);
      catchUp(undefined);
    }
    await readChanges({ commits, from, onPage, signal, catchUp });
  };
  const ended = run().catch((error: unknown) => {
    if (!signal.aborted) throw feedError(error);
  });
  ended.catch(() => undefined); // whoever follows may look at it later
  return {
    ended,
    caughtUp,
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
};

/** All commits behind a place in the written order; returns the position from where changes go on. */
const readWritten = async (
  history: MongoHistory,
  after: Position | undefined,
  onPage: OnPage,
  signal: AbortSignal,
): Promise<Position> => {
  let place = after;
  let goOn: Position | undefined;
  for (;;) {
    const { commits, end, isLast } = await history.written(place, PAGE);
    signal.throwIfAborted();
    if (commits.length > 0) await onPage({ commits });
    signal.throwIfAborted();
    if (isLast && goOn !== undefined) return goOn;
    if (isLast) goOn = await history.complete();
    place = end;
  }
};

interface ReadingChanges {
  readonly commits: Collection<StoredCommit>;
  readonly from: Position;
  readonly onPage: OnPage;
  readonly signal: AbortSignal;
  /** Told whenever there is nothing more to read for now. */
  readonly catchUp: (nothing: undefined) => void;
}

const readChanges = async (reading: ReadingChanges): Promise<never> => {
  const { commits, from, onPage, signal, catchUp } = reading;
  const cursor = insertsAfter(commits, from, { batchSize: PAGE });
  signal.addEventListener('abort', () => void cursor.close().catch(() => undefined));
  for (;;) {
    const first = await cursor.tryNext();
    if (first === null) catchUp(undefined);
    const changes = first === null ? await nextBatch(cursor) : [first, ...cursor.readBufferedDocuments()];
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
