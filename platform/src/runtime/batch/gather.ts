// Stage 1 of a batch: messages wait, and those at the front are gathered. Equal ids are one entry with several who wait for
// its outcome.
import type { Message } from '../../decider/message.ts';
import type { Outcome } from '../handler.ts';

export interface Entry<M extends Message> {
  readonly message: M;
  readonly streams: readonly string[];
  /** Until when it may be decided, milliseconds by the database's clock. */
  readonly expiresAt: number;
  readonly outcome: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Version conflicts lost so far. */
  conflicts: number;
}

export type Wave<M extends Message> = readonly Entry<M>[];

export interface Waiting<M extends Message> {
  /** The entry of this id that is waiting or being decided, or a new one at the end. */
  readonly join: (message: M, streams: readonly string[], expiresAt: number) => Entry<M>;
  /** Back to the front, in the given order. */
  readonly putBack: (entries: readonly Entry<M>[]) => void;
  /** Up to `most` entries from the front. Those of one wave share no stream; who shares one with another comes in a later wave. */
  readonly gather: (most: number) => readonly Wave<M>[];
  readonly settled: (entry: Entry<M>) => void;
  /** Waiting and being decided. */
  readonly size: () => number;
  readonly hasNext: () => boolean;
  /** Tells everybody who waits that there will be no outcome. */
  readonly rejectAll: (error: Error) => void;
}

export const waiting = <M extends Message>(): Waiting<M> => {
  const byId = new Map<string, Entry<M>>();
  let queue: Entry<M>[] = [];
  return {
    join: (message, streams, expiresAt) => {
      const known = byId.get(message.id);
      if (known) return known;
      const entry = newEntry(message, streams, expiresAt);
      byId.set(message.id, entry);
      queue.push(entry);
      return entry;
    },
    putBack: (entries) => {
      queue.unshift(...entries);
    },
    gather: (most) => wavesOf(queue.splice(0, most)),
    settled: (entry) => {
      byId.delete(entry.message.id);
    },
    size: () => byId.size,
    hasNext: () => queue.length > 0,
    rejectAll: (error) => {
      for (const entry of byId.values()) entry.reject(error);
      byId.clear();
      queue = [];
    },
  };
};

const newEntry = <M extends Message>(message: M, streams: readonly string[], expiresAt: number): Entry<M> => {
  const { promise: outcome, resolve, reject } = Promise.withResolvers<Outcome>();
  return { message, streams, expiresAt, outcome, resolve, reject, conflicts: 0 };
};

const wavesOf = <M extends Message>(entries: readonly Entry<M>[]): readonly Wave<M>[] => {
  const waves: Entry<M>[][] = [];
  const nextFree = new Map<string, number>();
  for (const entry of entries) {
    const n = Math.max(0, ...entry.streams.map((stream) => nextFree.get(stream) ?? 0));
    (waves[n] ??= []).push(entry);
    for (const stream of entry.streams) nextFree.set(stream, n + 1);
  }
  return waves;
};
