// The feed of commits on MongoDB: what is written down first, then a change stream of inserts, in pages of what is there.
// The stream brings ids and versions only: most commits need no reading by who follows.
import type { Collection } from 'mongodb';
import { TransientError } from '../decider/errors.ts';
import { feedError } from './mongo-feed-errors.ts';
import { insertsAfter, nextBatch } from './mongo-feed-position.ts';
import type { MongoHistory } from './mongo-history.ts';
import { isPlace } from './mongo-order.ts';
import type { StoredCommit } from './mongo-schema.ts';
import type { Insertion } from './mongo-insertions.ts';
import type { Feed, FollowedCommit, FollowedPage, Position, Wanted } from './store.ts';

/** Most commits in one page. A page never waits for more than it has. */
const PAGE = 500;

type OnPage = (page: FollowedPage) => Promise<void>;

export interface MongoFeed {
  readonly follow: (after: Position | undefined, onPage: OnPage, wanted?: Wanted) => Feed;
  readonly close: () => Promise<void>;
}

export const mongoFeed = (commits: Collection<StoredCommit>, history: MongoHistory): MongoFeed => {
  const open = new Set<Feed>();
  return {
    follow: (after, onPage, wanted) => {
      const feed = follower({ commits, history, after, onPage, wanted });
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
  readonly wanted: Wanted | undefined;
}

const follower = ({ commits, history, after, onPage, wanted = all }: Following): Feed => {
  const closing = new AbortController();
  const { signal } = closing;
  const { promise: caughtUp, resolve: catchUp } = Promise.withResolvers<undefined>();
  const run = async () => {
    let from = after;
    if (from === undefined || isPlace(from)) {
      from = await readWritten(history, after, onPage, signal);
      catchUp(undefined);
    }
    await readChanges({ commits, history, from, onPage, wanted, signal, catchUp });
  };
  const ended = run()
    .finally(history.unheard)
    .catch((error: unknown) => {
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
    if (end !== undefined && commits.length > 0) await onPage({ commits, upTo: end, read: commits.length });
    signal.throwIfAborted();
    if (isLast && goOn !== undefined) return goOn;
    if (isLast) goOn = await history.complete();
    place = end;
  }
};

interface ReadingChanges {
  readonly commits: Collection<StoredCommit>;
  readonly history: MongoHistory;
  readonly from: Position;
  readonly onPage: OnPage;
  readonly wanted: Wanted;
  readonly signal: AbortSignal;
  /** Told whenever there is nothing more to read for now. */
  readonly catchUp: (nothing: undefined) => void;
}

const readChanges = async (reading: ReadingChanges): Promise<never> => {
  const { commits, history, from, onPage, wanted, signal, catchUp } = reading;
  let place = from;
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
    const read = changes.map(({ _id, documentKey }) => ({ id: documentKey._id, position: _id._data }));
    const upTo = read.at(-1)?.position ?? place;
    history.heard(place, read);
    place = upTo;
    const ids = await wanted(
      changes.map(({ documentKey: { _id: id }, fullDocument: { writes = [] } }) => ({ id, writes })),
    );
    signal.throwIfAborted();
    await onPage({ commits: await committed(commits, read, ids), upTo, read: read.length });
    signal.throwIfAborted();
  }
};

const all: Wanted = (insertions) => Promise.resolve(insertions.map(({ id }) => id));

/** The fields of a `FollowedCommit`: the rest of a commit is twice as long. */
const FOLLOWED = ['_id', 'at', 'correlationId', 'events', 'input.type', 'input.time'];
const followed = Object.fromEntries(FOLLOWED.map((field) => [field, 1 as const]));

/** Those of the ids that are there, in the order in which they were inserted. */
const committed = async (
  commits: Collection<StoredCommit>,
  insertions: readonly Insertion[],
  ids: readonly string[],
): Promise<FollowedPage['commits']> => {
  if (ids.length === 0) return [];
  const query = { _id: { $in: [...ids] } };
  const found = await commits.find<FollowedCommit>(query, { projection: followed }).toArray();
  const byId = new Map(found.map((commit) => [commit._id, commit]));
  return insertions.flatMap(({ id, position }) => {
    const commit = byId.get(id);
    return commit ? [{ commit, position }] : [];
  });
};
