// The one shape of everything that has state: an order, an account, a stock item, the saga itself.
import type { Message, Outgoing, Stamp } from './message.ts';

/** A fact as a decider states it. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly stream: string;
  readonly type: Type;
  readonly data: Data;
}

/** A fact as it is kept: it has its place in its stream. */
export interface RecordedEvent<Type extends string = string, Data = unknown> extends NewEvent<Type, Data> {
  /** 1, 2, 3, ... without a gap, per stream. */
  readonly version: number;
  readonly schemaVersion: number;
}

/** With its instant, milliseconds since the epoch. */
export interface DatedEvent extends RecordedEvent {
  /** When it was committed; in a timeline (see `valid-time`), since when it was so. */
  readonly at: number;
  /** When the service that sent the message behind it had committed that; left out where nobody asks. */
  readonly toldAt?: number;
}

/** A request that cannot be met and changes nothing; only for a caller who waits for the answer (HTTP). */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  /** Further members of the answer, for programs. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Decision<E extends NewEvent = NewEvent> {
  readonly events: readonly E[];
  readonly messages: readonly Outgoing[];
  readonly refusal?: Refusal;
}

/** The folded state of every stream that the decision reads; `undefined` for a stream without events. */
export type States<S> = Readonly<Record<string, S | undefined>>;

/**
 * A pure value: no clock, no chance, no I/O. One decider may span several streams; `evolve` folds each on its own.
 * An exception from any of these functions is a bug and makes the message poison.
 */
export interface Decider<S, M extends Message, E extends NewEvent> {
  /** Ids of all streams that the message reads or writes, from the message alone. */
  readonly streams: (message: M) => readonly string[];
  readonly decide: (states: States<S>, message: M & Stamp) => Decision<E>;
  readonly evolve: (state: S | undefined, event: E) => S;
  /** Whether a timer is still needed; once false, false for ever. */
  readonly wants: (states: States<S>, timer: M) => boolean;
}

export const nothing: Decision<never> = { events: [], messages: [] };

export const refuse = (code: string, detail: string, more?: Refusal['more']): Decision<never> => ({
  ...nothing,
  refusal: { code, detail, ...(more && { more }) },
});

/** Folds a stream's events, oldest first, on top of `state`. */
export const replay = <S, E extends NewEvent>(
  evolve: (state: S | undefined, event: E) => S,
  events: readonly E[],
  state?: S,
): S | undefined => events.reduce<S | undefined>(evolve, state);
