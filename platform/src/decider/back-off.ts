// How long to wait before trying again: the one back-off of the whole project, for what decides as well.

import type { Stamp } from './message.ts';

export interface BackOff {
  /** Milliseconds before the second try. */
  readonly first: number;
  /** Milliseconds that no wait is longer than, but for the spread. */
  readonly most: number;
  /** How far a wait may be from its place, so that many do not come at once: 0.2 is +-20 %. */
  readonly spread?: number;
}

/**
 * Milliseconds to wait after `failures` (from 1) in a row: `first`, doubling each time up to `most`. `chance`, uniform in
 * [0, 1), says where within the spread; left out: in the middle.
 */
export const backOff = (failures: number, { first, most, spread = 0.2 }: BackOff, chance = 0.5): number =>
  Math.min(most, first * 2 ** (failures - 1)) * (1 + spread * (2 * chance - 1));

/** An answer may take so many times as long as the slowest one so far before what it answers is repeated ... */
const PATIENCE = 4;
/** ... but the first wait is at most so many times the usual one: what was slow may have been an outage. */
const MOST_PATIENCE = 8;

/**
 * The first wait for an answer, milliseconds, where one took `slowestMs`. Where answers are slow because there is much to do, a
 * repeat would be one thing more to do: so the wait grows with them, as the retransmission timeout of TCP does (RFC 6298).
 */
export const firstWait = (usualMs: number, slowestMs: number): number =>
  Math.max(usualMs, Math.min(PATIENCE * slowestMs, MOST_PATIENCE * usualMs));

/** The instant at which what is decided now is tried again, milliseconds as `receivedAt`. */
export const tryAgainAt = (failures: number, waits: BackOff, { receivedAt, random }: Stamp): number =>
  receivedAt + Math.round(backOff(failures, waits, random));
