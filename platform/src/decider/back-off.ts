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

/** The instant at which what is decided now is tried again, milliseconds as `receivedAt`. */
export const tryAgainAt = (failures: number, waits: BackOff, { receivedAt, random }: Stamp): number =>
  receivedAt + Math.round(backOff(failures, waits, random));
