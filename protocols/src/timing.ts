// How patient the roles of all protocols are unless a setting says otherwise.
import type { Timing } from './protocol.ts';

export const defaultTiming: Timing = {
  voteByMs: 10_000,
  askAfterMs: 15_000,
  repeatFirstMs: 1_000,
  repeatMostMs: 30_000,
  holdTtlMs: 0,
};

/** A decision sent so often without an answer is shown to people; it is sent again all the same. */
export const TRIES_BEFORE_PARKED = 5;
