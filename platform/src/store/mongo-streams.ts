// Reads events of streams from the commits on MongoDB: the rest of one, and of many at once what they have grown by.
import type { Collection, Filter } from 'mongodb';
import { writeOf } from './commit.ts';
import { guarded } from './mongo-errors.ts';
import type { StoredCommit } from './mongo-schema.ts';
import { upToDate } from './schema-versions.ts';
import { MOST_NEXT } from './store.ts';
import type { CommitStore, Growth, StreamSlice } from './store.ts';

type Commits = Collection<StoredCommit>;

export const mongoStreams = (commits: Commits): Pick<CommitStore, 'grown' | 'load'> => ({
  grown: (streams, above = nothing) => guarded(() => grown(commits, streams, above)),
  load: (stream, afterVersion, upTo = Infinity) =>
    guarded(async () => {
      // Bounds on one and the same element: ':' comes behind the digits, and '@' occurs in no stream id.
      const end = upTo === Infinity ? `${stream}@:` : writeOf(stream, upTo + 1);
      const writes = { $elemMatch: { $gte: writeOf(stream, afterVersion + 1), $lt: end } };
      const recorded = byStream(await find(commits, { writes })).get(stream) ?? [];
      return sliceOf(
        recorded
          .filter(({ event: { version } }) => version > afterVersion && version <= upTo)
          .sort((a, b) => a.event.version - b.event.version),
      );
    }),
});

const nothing = (): number => 0;

interface Recorded {
  readonly event: StreamSlice['events'][number];
  readonly lamport: number;
}

/**
 * A stream has grown if it has the next version. Most have not, and most that have by one commit: so all are asked for one version, and those that have
 * it for many more.
 */
const grown = async (
  commits: Commits,
  streams: readonly string[],
  above: (stream: string) => number,
): Promise<ReadonlyMap<string, Growth>> => {
  const from = new Map(streams.map((stream) => [stream, above(stream)]));
  const first = await nextOf(commits, from, 1);
  const upTo = new Map([...first].map(([stream, found]) => [stream, versionOf(found)]));
  const more = await nextOf(commits, upTo, MOST_NEXT);
  return new Map(
    [...first].map(([stream, found]) => {
      const others = more.get(stream) ?? [];
      return [stream, { ...sliceOf([...found, ...others]), isWhole: others.length < MOST_NEXT }];
    }),
  );
};

const versionOf = (found: readonly Recorded[]): number => found.at(-1)?.event.version ?? 0;

/** Of each stream the events behind a version, without a hole: `count` of them, and what the last one's commit holds beyond. */
const nextOf = async (
  commits: Commits,
  from: ReadonlyMap<string, number>,
  count: number,
): Promise<ReadonlyMap<string, readonly Recorded[]>> => {
  if (from.size === 0) return new Map();
  const writes = [...from].flatMap(([stream, version]) =>
    Array.from({ length: count }, (_, n) => writeOf(stream, version + n + 1)),
  );
  const found = byStream(await find(commits, { writes: { $in: writes } }));
  return new Map(
    [...from].flatMap(([stream, version]) => {
      const next = withoutHole(found.get(stream) ?? [], version);
      return next.length > 0 ? [[stream, next] as const] : [];
    }),
  );
};

/** What became durable while the database looked may be behind something that did so, too, and was not seen. */
const withoutHole = (recorded: readonly Recorded[], version: number): readonly Recorded[] => {
  const byVersion = new Map(recorded.map((one) => [one.event.version, one]));
  const next: Recorded[] = [];
  for (let one = byVersion.get(version + 1); one; one = byVersion.get(version + next.length + 1))
    next.push(one);
  return next;
};

const find = (commits: Commits, query: Filter<StoredCommit>) =>
  commits.find(query, { projection: { events: 1, lamport: 1, at: 1 } }).toArray();

const byStream = (
  found: readonly Pick<StoredCommit, 'events' | 'lamport' | 'at'>[],
): ReadonlyMap<string, Recorded[]> =>
  Map.groupBy(
    found.flatMap(({ events, lamport, at }) => events.map((event) => ({ event: { ...event, at }, lamport }))),
    ({ event }) => event.stream,
  );

const sliceOf = (recorded: readonly Recorded[]): StreamSlice => ({
  events: recorded.map(({ event }) => upToDate(event)),
  lamport: recorded.at(-1)?.lamport ?? 0,
});
