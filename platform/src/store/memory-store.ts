// The commit store in memory: for tests, the memory engine and the simulator, in Node and in a browser.
import type { Commit } from './commit.ts';
import { frozenCopy } from './copy.ts';
import { memoryFeed } from './memory-feed.ts';
import { memoryForgetting } from './memory-forgetting.ts';
import { memoryStreams } from './memory-streams.ts';
import type { CausalPosition, CommitStore, InsertResult, SentMark, Snapshot } from './store.ts';

/** `now` stands for the database's clock, milliseconds since the epoch. `close` ends feeds and keeps the data. */
export const memoryStore = ({ now }: { now: () => number }): CommitStore => {
  const table = commitTable();
  const snapshots = new Map<string, Snapshot>();
  const feed = memoryFeed();
  const forgetting = memoryForgetting((correlationId, gone) => {
    const ids = table.remove(correlationId);
    if (!ids) return false;
    feed.remove(ids);
    gone.forEach((stream) => snapshots.delete(stream));
    return true;
  });

  return {
    insertOrdered: async (commits) => {
      await Promise.resolve(); // never in the caller's own turn
      return insertEach(
        commits,
        (commit) => {
          feed.append(table.insert(commit));
        },
        table.collision,
      );
    },
    find: (ids) => answer(() => ids.map(table.get).filter((commit) => commit !== undefined)),
    grown: (streams, above = () => 0) =>
      answer(() => {
        const grown = streams.filter((stream) => table.version(stream) > above(stream));
        return new Map(grown.map((stream) => [stream, table.next(stream, above(stream))]));
      }),
    load: (stream, afterVersion, upTo) => answer(() => table.load(stream, afterVersion, upTo)),
    snapshot: (stream) => answer(() => snapshots.get(stream)),
    saveSnapshot: (snapshot) =>
      answer(() => {
        const kept = snapshots.get(snapshot.stream);
        const isNewer = !kept || kept.version < snapshot.version;
        if (isNewer || kept.schemaVersions !== snapshot.schemaVersions)
          snapshots.set(snapshot.stream, frozenCopy(snapshot));
      }),
    snapshots: (after = '', limit) =>
      answer(() =>
        [...snapshots.values()]
          .filter(({ stream }) => stream > after)
          .sort((a, b) => (a.stream < b.stream ? -1 : 1))
          .slice(0, limit)
          .map((one) => ({
            stream: one.stream,
            version: one.version,
            bytes: new TextEncoder().encode(JSON.stringify(one)).length,
          })),
      ),
    dropSnapshots: () =>
      answer(() => {
        const { size } = snapshots;
        snapshots.clear();
        return size;
      }),
    markSent: (marks) =>
      answer(() => {
        marks.forEach(table.mark);
      }),
    claimDue: (limit, leaseMs) => answer(() => table.claimDue(limit, now(), now() + leaseMs)),
    pending: () => answer(() => table.pending(now())),
    now: () => answer(now),
    follow: async (after, onPage, wanted) => Promise.resolve(feed.follow(after, onPage, wanted)),
    page: (after, limit) =>
      answer(() => ({
        commits: feed.list(after, limit).flatMap(({ id, position }) => {
          const commit = table.get(id);
          return commit ? [{ commit, position }] : [];
        }),
      })),
    ...forgetting,
    correlated: (correlationId, after, limit) =>
      answer(() => table.correlated(correlationId, after).slice(0, limit)),
    close: () =>
      answer(() => {
        feed.close();
      }),
  };
};

/** Later than the call, as from a real database. What is kept is frozen, so it leaves as it is. */
const answer = async <T>(work: () => T): Promise<T> => {
  await Promise.resolve();
  return work();
};

const insertEach = (
  commits: readonly Commit[],
  insert: (commit: Commit) => void,
  collision: (commit: Commit) => string | undefined,
): InsertResult => {
  for (const [at, commit] of commits.entries()) {
    const taken = collision(commit);
    if (taken !== undefined) return { status: 'failed', at, reason: 'duplicate', error: `taken: ${taken}` };
    insert(commit);
  }
  return { status: 'inserted' };
};

/** The collection of commits with its indexes. */
const commitTable = () => {
  const commits = new Map<string, Commit>();
  const writes = new Set<string>();
  const streams = memoryStreams();
  const unsent = new Map<string, number>();
  const oldestFirst = () => [...unsent].sort(([, a], [, b]) => a - b);

  const keep = (commit: Commit) => {
    Object.freeze(commit);
    commits.set(commit._id, commit);
    if (commit.pendingAt === undefined) unsent.delete(commit._id);
    else unsent.set(commit._id, commit.pendingAt);
  };
  const insert = (given: Commit) => {
    const commit = frozenCopy(given);
    keep(commit);
    for (const write of commit.writes ?? []) writes.add(write);
    streams.add(commit);
    return commit;
  };
  const mark = ({ id, sent, pendingAt }: SentMark) => {
    const commit = commits.get(id);
    if (!commit) return;
    const { pendingAt: before, ...rest } = commit;
    const all = Object.freeze([...new Set([...commit.sent, ...sent])].sort((a, b) => a - b));
    const nothingLeft = before === undefined || all.length >= commit.outbox.length;
    const later = nothingLeft ? undefined : pendingAt;
    keep({ ...rest, sent: all, ...(later === undefined ? {} : { pendingAt: later }) });
  };
  const claimDue = (limit: number, now: number, lease: number) => {
    const due = oldestFirst().filter(([, pendingAt]) => pendingAt <= now);
    return due.slice(0, limit).flatMap(([id]) => {
      const commit = commits.get(id);
      if (commit) keep({ ...commit, pendingAt: lease });
      return commits.get(id) ?? [];
    });
  };
  const correlated = (correlationId: string, after: CausalPosition | undefined) =>
    [...commits.values()]
      .filter((commit) => commit.correlationId === correlationId)
      .sort((a, b) => byCause(placeOf(a), placeOf(b)))
      .filter((commit) => after === undefined || byCause(after, placeOf(commit)) < 0);
  /** Ids of the commits that are gone; nothing, and all of them are kept, while one is pending. */
  const remove = (correlationId: string): ReadonlySet<string> | undefined => {
    const gone = correlated(correlationId, undefined);
    if (gone.some(({ pendingAt }) => pendingAt !== undefined)) return undefined;
    for (const commit of gone) {
      for (const kept of [commits, unsent]) kept.delete(commit._id);
      for (const write of commit.writes ?? []) writes.delete(write);
      streams.remove(commit);
    }
    return new Set(gone.map(({ _id }) => _id));
  };
  const pending = (now: number) => {
    const since = [...unsent.keys()]
      .map((id) => waitsSince(commits.get(id), now))
      .filter((instant) => instant < Infinity);
    return { count: since.length, waitedMs: Math.max(0, now - Math.min(now, ...since)) };
  };
  return {
    get: (id: string) => commits.get(id),
    collision: (commit: Commit) =>
      commits.has(commit._id) ? commit._id : commit.writes?.find((write) => writes.has(write)),
    version: streams.version,
    next: streams.next,
    insert,
    load: streams.load,
    mark,
    claimDue,
    correlated,
    remove,
    pending,
  };
};

const placeOf = ({ lamport, _id: id }: Commit): CausalPosition => ({ lamport, id });

const byCause = (a: CausalPosition, b: CausalPosition): number =>
  a.lamport - b.lamport || (a.id < b.id ? -1 : Number(a.id > b.id));

/** Since when its oldest undone entry that is due waits; Infinity without one. */
const waitsSince = (commit: Commit | undefined, now: number): number =>
  Math.min(
    ...(commit?.outbox ?? [])
      .filter((_entry, index) => !commit?.sent.includes(index))
      .map(({ notBefore }) => notBefore ?? Math.min(commit?.at ?? now, now))
      .filter((instant) => instant <= now),
  );
