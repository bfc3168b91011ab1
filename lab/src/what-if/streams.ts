// The streams of a parallel history: every state of each, and whether it still is the stream of the record.
import type { DatedEvent, RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';
import { upToDate } from '@saga-lab/platform/store/schema-versions';
import { isSame } from '../checker/difference.ts';
import type { History } from '../checker/history.ts';
import type { ServiceDecider } from '../rebuild/services.ts';

/** A stream at one of its versions. */
export interface StreamAt {
  readonly version: number;
  readonly state: unknown;
  /** Of the commit that wrote this version; 0 for a stream without events. */
  readonly lamport: number;
  readonly at: number;
}

const EMPTY: StreamAt = { version: 0, state: undefined, lamport: 0, at: 0 };

interface Line {
  /** By version. */
  readonly states: StreamAt[];
  /** In the shape of today; that of version 1 is the first. */
  readonly events: RecordedEvent[];
  /** Event for event that of the record, as far as it goes. */
  isAsRecorded: boolean;
}

export interface ParallelStreams {
  readonly head: (stream: string) => StreamAt;
  /**
   * As the record says that it was read. What is only read may have been read a little late; that is repeated as long as the
   * stream is that of the record.
   */
  readonly asRead: (stream: string, version: number | undefined) => StreamAt;
  readonly isAsRecorded: (stream: string) => boolean;
  readonly events: (stream: string) => readonly DatedEvent[];
  readonly append: (commit: Commit, evolve: ServiceDecider['evolve']) => void;
}

export const parallelStreams = (recorded: History): ParallelStreams => {
  const lines = new Map<string, Line>();
  const head = (stream: string): StreamAt => lines.get(stream)?.states.at(-1) ?? EMPTY;
  const isAsRecorded = (stream: string): boolean => lines.get(stream)?.isAsRecorded ?? true;

  const lineOf = (stream: string): Line => {
    const line = lines.get(stream) ?? { states: [EMPTY], events: [], isAsRecorded: true };
    lines.set(stream, line);
    return line;
  };

  const append = (event: RecordedEvent, { lamport, at }: Commit, evolve: ServiceDecider['evolve']): void => {
    const { stream, version } = event;
    const line = lineOf(stream);
    line.states.push({ version, state: evolve(head(stream).state, event), lamport, at });
    line.events.push(event);
    line.isAsRecorded &&= isSameEvent(event, recorded.ofStream(stream)[version - 1]);
  };

  return {
    head,
    isAsRecorded,
    events: (stream) => {
      const { events, states } = lines.get(stream) ?? { events: [], states: [] };
      return events.map((event) => ({ ...event, at: states[event.version]?.at ?? 0 }));
    },
    asRead: (stream, version) =>
      (version !== undefined && isAsRecorded(stream) && lines.get(stream)?.states[version]) || head(stream),
    append: (commit, evolve) => {
      for (const event of commit.events) append(upToDate(event), commit, evolve);
    },
  };
};

const isSameEvent = (event: RecordedEvent, recorded: RecordedEvent | undefined): boolean =>
  recorded !== undefined && event.type === recorded.type && isSame(event.data, recorded.data);
