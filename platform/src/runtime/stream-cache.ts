// The folded states of streams: a bounded cache in front of snapshots and history.
import type { Decider, NewEvent, RecordedEvent } from '../decider/decider.ts';
import { replay } from '../decider/decider.ts';
import { TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import { recentlyUsed } from '../decider/recently-used.ts';
import type { Commit } from '../store/commit.ts';
import { schemaVersions } from '../store/schema-versions.ts';
import type { CommitStore, Growth } from '../store/store.ts';

export interface Folded<S> {
  readonly state: S | undefined;
  /** Of the last event in `state`; 0 for a stream without events. */
  readonly version: number;
  /** Of the commit of that event. */
  readonly lamport: number;
  /** When that commit was decided, milliseconds by the database's clock. */
  readonly at: number;
}

export interface StreamCache<S> {
  /** From the cache if it is there; it may then lag behind what another instance wrote. */
  readonly get: (stream: string) => Folded<S> | Promise<Folded<S>>;
  /** As `get`, if it is in memory. */
  readonly peek: (stream: string) => Folded<S> | undefined;
  readonly has: (stream: string) => boolean;
  /**
   * Loads those that are not cached; where others write them, too (`isShared`), also what those have grown by that are. With one question
   * for all, unless one has grown by much. Gives back those that are as new as can be.
   */
  readonly warm: (streams: readonly string[], isShared?: boolean) => Promise<ReadonlySet<string>>;
  /** Takes it for empty, if nothing is known of it: that is the oldest of its states, and `isPresumed`. */
  readonly presumeEmpty: (stream: string) => void;
  /** At least as new as the moment of the call. */
  readonly fresh: (stream: string) => Promise<Folded<S>>;
  /** How the streams that a commit writes are once it is durable, by name: `advance` then need not fold its events once more. */
  readonly foresee: (commit: Commit, after: ReadonlyMap<string, Folded<S>>) => void;
  /** Takes in a commit of this instance on top of the cached states. */
  readonly advance: (commit: Commit) => void;
  readonly forget: (stream: string) => void;
}

const NOTHING = { state: undefined, version: 0, lamport: 0, at: 0 };
/** The same, of a stream that nobody has looked at. */
const PRESUMED = { ...NOTHING };
const UNCHANGED: Growth = { events: [], lamport: 0, isWhole: true };
const EVERY_SNAPSHOT = 100;
const EVENTS_AT_ONCE = 5_000;
const CAPACITY = 6_000;

/** Whether it is only taken for granted that the stream is empty. */
export const isPresumed = (folded: Folded<unknown>): boolean => folded === PRESUMED;

export const streamCache = <S, M extends Message, E extends NewEvent>(
  store: CommitStore,
  decider: Decider<S, M, E>,
  capacity = CAPACITY,
): StreamCache<S> => {
  const cached = newestStates<S>(capacity);
  const foreseen = new WeakMap<Commit, ReadonlyMap<string, Folded<S>>>();

  /** A lost snapshot only makes the next loading longer. */
  const keepSnapshot = (stream: string, before: Folded<S>, after: Folded<S>): void => {
    if (Math.floor(after.version / EVERY_SNAPSHOT) === Math.floor(before.version / EVERY_SNAPSHOT)) return;
    store.saveSnapshot({ stream, ...after, schemaVersions }).catch(() => undefined);
  };
  /** Piece by piece, so that a long stream is never in memory as a whole. */
  const readOn = async (stream: string, from: Folded<S>): Promise<Folded<S>> => {
    let folded = from;
    for (;;) {
      const upTo = folded.version + EVENTS_AT_ONCE;
      const { events, lamport } = await store.load(stream, folded.version, upTo);
      folded = grow(decider, folded, events, { lamport, at: events.at(-1)?.at ?? 0 });
      if (folded.version < upTo) break;
    }
    keepSnapshot(stream, from, folded);
    return cached.keep(stream, folded);
  };

  const looked = (stream: string): Folded<S> | undefined => {
    const folded = cached.get(stream);
    return folded && !isPresumed(folded) ? folded : undefined;
  };
  const fresh = async (stream: string): Promise<Folded<S>> =>
    readOn(stream, looked(stream) ?? (await snapshotOf<S>(store, stream)));

  /** A history that cannot be folded fails the message that needs it, not all that wait with it: that message loads it again. */
  const tryFresh = async (stream: string): Promise<void> => {
    await fresh(stream).catch((error: unknown) => {
      if (error instanceof TransientError) throw error;
      cached.delete(stream);
    });
  };

  /** What a stream has grown by, on top of what it was; gives back whether that is all of it. One that has grown by much may have a snapshot. */
  const takeIn = (stream: string, before: Folded<S>, growth = UNCHANGED): boolean => {
    const { events, lamport, isWhole } = growth;
    if (!isWhole) return false;
    try {
      const after = grow(decider, before, events, { lamport, at: events.at(-1)?.at ?? 0 });
      keepSnapshot(stream, before, cached.keep(stream, after));
      return true;
    } catch {
      return false; // a history that cannot be folded
    }
  };

  const advance = (stream: string, commit: Commit): void => {
    const before = cached.get(stream);
    if (!before) return;
    const unseen = commit.events.filter((event) => event.stream === stream && event.version > before.version);
    if (unseen[0] && unseen[0].version !== before.version + 1) {
      cached.delete(stream);
      return;
    }
    const known = foreseen.get(commit)?.get(stream);
    const isKnown = known?.version === before.version + unseen.length;
    const after = cached.keep(stream, isKnown ? known : grow(decider, before, unseen, commit));
    keepSnapshot(stream, before, after);
  };

  return {
    get: (stream) => {
      const folded = cached.get(stream);
      return folded ? cached.keep(stream, folded) : fresh(stream);
    },
    peek: cached.get,
    has: cached.has,
    warm: async (streams, isShared = false) => {
      const asked = new Set(streams.filter((stream) => isShared || !cached.has(stream)));
      if (asked.size === 0) return asked;
      const before = new Map([...asked].map((stream) => [stream, looked(stream) ?? NOTHING]));
      const grown = await store
        .grown([...asked], (stream) => before.get(stream)?.version ?? 0)
        .catch(unreadable);
      const left = [...before].filter(
        ([stream, folded]) => !grown || !takeIn(stream, folded, grown.get(stream)),
      );
      await Promise.all(left.map(([stream]) => tryFresh(stream)));
      return asked;
    },
    presumeEmpty: (stream) => {
      if (!cached.has(stream)) cached.keep(stream, PRESUMED);
    },
    fresh,
    foresee: (commit, after) => void foreseen.set(commit, after),
    advance: (commit) => {
      for (const stream of new Set(commit.events.map((event) => event.stream))) advance(stream, commit);
      foreseen.delete(commit);
    },
    forget: cached.delete,
  };
};

/** The newest state of each stream; of too many those go that were used longest ago. */
const newestStates = <S>(capacity: number) => {
  const states = recentlyUsed<Folded<S>>(capacity);
  return {
    ...states,
    keep: (stream: string, folded: Folded<S>): Folded<S> => {
      const before = states.get(stream);
      const newest = before && before.version > folded.version ? before : folded;
      states.set(stream, newest);
      return newest;
    },
  };
};

const snapshotOf = async <S>(store: CommitStore, stream: string): Promise<Folded<S>> => {
  const snapshot = await store.snapshot(stream);
  if (snapshot?.schemaVersions !== schemaVersions) return NOTHING;
  const { state, version, lamport, at } = snapshot;
  return { state: state as S, version, lamport, at };
};

/** An event that cannot be read, as of a newer build, is of one of the streams that were asked for: each of them is loaded by itself. */
const unreadable = (error: unknown): undefined => {
  if (error instanceof TransientError) throw error;
};

/** What a stream folds to with the next events; `lamport` and `at`: of the commit of the last one. @throws on a hole. */
export const grow = <S, M extends Message, E extends NewEvent>(
  decider: Decider<S, M, E>,
  from: Folded<S>,
  events: readonly RecordedEvent[],
  { lamport, at }: Pick<Commit, 'lamport' | 'at'>,
): Folded<S> => {
  const last = events.at(-1);
  if (!last) return from;
  if (last.version !== from.version + events.length)
    throw new Error(`stream ${last.stream} has a hole between version ${from.version} and ${last.version}`);
  // The store gives back what this very decider wrote.
  const state = replay(decider.evolve, events as unknown as readonly E[], from.state);
  return {
    state,
    version: last.version,
    lamport: Math.max(from.lamport, lamport),
    at: Math.max(from.at, at),
  };
};
