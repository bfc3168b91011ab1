// The events of the store in memory, by stream.
import type { RecordedEvent } from '../decider/decider.ts';
import type { Commit } from './commit.ts';
import { upToDate } from './schema-versions.ts';
import { MOST_NEXT } from './store.ts';
import type { Growth, StreamSlice } from './store.ts';

export interface MemoryStreams {
  readonly add: (commit: Commit) => void;
  /** All streams that it wrote. */
  readonly remove: (commit: Commit) => void;
  readonly load: (stream: string, afterVersion: number, upTo?: number) => StreamSlice;
  /** What it has above a version, or the beginning of that. */
  readonly next: (stream: string, above: number) => Growth;
  /** Of its last event; 0 without any. */
  readonly version: (stream: string) => number;
}

interface Kept {
  readonly event: RecordedEvent & { readonly at: number };
  readonly lamport: number;
}

export const memoryStreams = (): MemoryStreams => {
  const streams = new Map<string, Kept[]>();
  const load: MemoryStreams['load'] = (stream, afterVersion, upTo = Infinity) => {
    const rest = (streams.get(stream) ?? [])
      .filter(({ event }) => event.version > afterVersion && event.version <= upTo)
      .sort((a, b) => a.event.version - b.event.version);
    return { events: rest.map(({ event }) => upToDate(event)), lamport: rest.at(-1)?.lamport ?? 0 };
  };
  const version = (stream: string): number => streams.get(stream)?.at(-1)?.event.version ?? 0;

  return {
    add: ({ events, at, lamport }) => {
      for (const recorded of events) {
        const one = { event: Object.freeze({ ...recorded, at }), lamport };
        const kept = streams.get(recorded.stream);
        if (kept) kept.push(one);
        else streams.set(recorded.stream, [one]);
      }
    },
    remove: ({ events }) => {
      for (const { stream } of events) streams.delete(stream);
    },
    load,
    next: (stream, above) => {
      const upTo = above + MOST_NEXT;
      return { ...load(stream, above, upTo), isWhole: version(stream) <= upTo };
    },
    version,
  };
};
