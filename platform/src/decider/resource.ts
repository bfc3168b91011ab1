// What a participant of a commit protocol stands on: the service's own pieces or money, without a word about any protocol.
import type { NewEvent, States } from './decider.ts';

/** Why something is not to be had, as a code: `OUT_OF_STOCK`. */
export interface Unavailable {
  readonly ok: false;
  readonly reason: string;
}

/** Whom a hold is for and what it is about, with or without prices, and why it is given back, as a code. */
export interface Giveback<W> {
  readonly wanted: W;
  readonly reason: string;
}

/**
 * Something that can be held for an order, and then confirmed or released. Each service implements it; all commit
 * protocols use the same one, so that what one of them holds, no other can take. Pure, like deciders. `S`: states of the
 * service's own streams; `W`: what an order is about, which names all its streams; `T`: the same with prices.
 */
export interface Resource<S, E extends NewEvent, W, T extends W> {
  /** The stream that is this order's alone: without events as long as nothing was done here for the order. */
  readonly home: (orderId: string) => string;
  /** Every stream that any of the functions below reads or writes for this order. */
  readonly streams: (wanted: W) => readonly string[];
  /** The terms as they would be held now, prices filled in; changes nothing and promises nothing. */
  readonly quote: (states: States<S>, wanted: W) => { readonly ok: true; readonly terms: T } | Unavailable;
  /** Sets everything aside, or nothing. It reads again what was quoted, and refuses if that has changed since. */
  readonly hold: (
    states: States<S>,
    terms: T,
  ) => { readonly ok: true; readonly events: readonly E[] } | Unavailable;
  /** Makes what is held the customer's for good. It may not refuse. @throws Error if nothing is held. */
  readonly confirm: (states: States<S>, terms: T) => readonly E[];
  /** Gives back what is held. It may not refuse; where nothing is held, there are no events. */
  readonly release: (states: States<S>, given: Giveback<W>) => readonly E[];
}
