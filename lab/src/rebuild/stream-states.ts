// The state of every stream at any version, folded once as long as nobody looks back.
import type { StampedEvent } from '../checker/history.ts';
import { writeOf } from '@saga-lab/platform/store/commit';

type Evolve = (state: unknown, event: StampedEvent) => unknown;

interface Folded {
  readonly version: number;
  readonly state: unknown;
}

/** @throws Error if the stream has no such version, or a hole before it. */
export type StateAt = (evolve: Evolve, stream: string, version: number) => unknown;

const EMPTY: Folded = { version: 0, state: undefined };

/**
 * `later`: elements of `reads`, whose states are kept when the fold passes them. Any other state of the past is folded from
 * the beginning.
 */
export const streamStates = (
  eventsOf: (stream: string) => readonly StampedEvent[],
  later: ReadonlySet<string>,
): StateAt => {
  const newest = new Map<string, Folded>();
  const kept = new Map<string, Folded>();

  const fold = (evolve: Evolve, stream: string, from: Folded, to: number): Folded => {
    const events = eventsOf(stream);
    let { state } = from;
    for (let version = from.version + 1; version <= to; version += 1) {
      state = evolve(state, nth(events, stream, version));
      const name = writeOf(stream, version);
      if (later.has(name)) kept.set(name, { version, state });
    }
    return { version: to, state };
  };

  return (evolve, stream, version) => {
    const known = kept.get(writeOf(stream, version));
    if (known) return known.state;
    const before = newest.get(stream) ?? EMPTY;
    if (version < before.version) return fold(evolve, stream, EMPTY, version).state;
    const folded = fold(evolve, stream, before, version);
    newest.set(stream, folded);
    return folded.state;
  };
};

const nth = (events: readonly StampedEvent[], stream: string, version: number): StampedEvent => {
  const event = events[version - 1];
  if (event?.version === version) return event;
  throw new Error(`version ${version} of ${stream} is not in the history`);
};
