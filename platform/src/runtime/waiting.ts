// Messages that wait for their decision; equal ids are one entry with several who wait for its outcome.
import type { Message } from '../decider/message.ts';
import type { Outcome } from './handler.ts';

export interface Entry<M extends Message> {
  readonly message: M;
  readonly streams: readonly string[];
  readonly outcome: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Version conflicts lost so far. */
  conflicts: number;
}

export interface Waiting<M extends Message> {
  /** The entry of this id that is waiting or being decided, or a new one at the end. */
  readonly join: (message: M, streams: readonly string[]) => Entry<M>;
  /** Back to the front, in the given order. */
  readonly putBack: (entries: readonly Entry<M>[]) => void;
  /** Up to `most` entries that share no stream with each other; no entry is overtaken for ever. */
  readonly takeBatch: (most: number) => Entry<M>[];
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
    join: (message, streams) => {
      const known = byId.get(message.id);
      if (known) return known;
      const entry = newEntry(message, streams);
      byId.set(message.id, entry);
      queue.push(entry);
      return entry;
    },
    putBack: (entries) => {
      queue.unshift(...entries);
    },
    takeBatch: (most) => {
      const { batch, rest } = disjoint(queue, most);
      queue = rest;
      return batch;
    },
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

const newEntry = <M extends Message>(message: M, streams: readonly string[]): Entry<M> => {
  let resolve: Entry<M>['resolve'] = () => undefined;
  let reject: Entry<M>['reject'] = () => undefined;
  const outcome = new Promise<Outcome>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { message, streams, outcome, resolve, reject, conflicts: 0 };
};

const disjoint = <M extends Message>(queue: readonly Entry<M>[], most: number) => {
  const taken = new Set<string>();
  const batch: Entry<M>[] = [];
  const rest: Entry<M>[] = [];
  for (const entry of queue) {
    const fits = batch.length < most && !entry.streams.some((stream) => taken.has(stream));
    (fits ? batch : rest).push(entry);
    if (fits) for (const stream of entry.streams) taken.add(stream);
  }
  return { batch, rest };
};
