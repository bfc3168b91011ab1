// When the timers of a voting protocol are due, for what is decided at `receivedAt`.
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Timing } from '../protocol.ts';
import { repeatAt } from '../timing.ts';

export const voteBy = ({ voteByMs }: Timing, { receivedAt }: Stamp): number => receivedAt + voteByMs;

/** `round`: how often the outcome will have been asked for then, from 1. */
export const askAt = (timing: Timing, round: number, stamp: Stamp): number =>
  round === 1 ? stamp.receivedAt + timing.askAfterMs : repeatAt(timing, { round: round - 1 }, stamp);

/** When the order service takes an order for one that nobody begins, which was placed just now. */
export const giveUpAt = ({ giveUpAfterMs }: Timing, { receivedAt }: Stamp): number =>
  receivedAt + giveUpAfterMs;

/**
 * When the order service asks: first by announcing its order again, which nothing comes of but a beginning; whom it asks next may
 * end the order, so that waits until it gives up.
 */
export const announceAt = (timing: Timing, round: number, stamp: Stamp): number =>
  round === 2
    ? stamp.receivedAt + Math.max(timing.repeatFirstMs, timing.giveUpAfterMs - timing.askAfterMs)
    : askAt(timing, Math.max(1, round - 1), stamp);
