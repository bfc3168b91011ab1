// When TCC's timers are due, and the switch of its lesson: `holdTtlMs`, after which a hold ends by itself.
// 0, as in dtm and Seata: a hold lasts until it is confirmed or cancelled, so that a dead coordinator blocks everybody. Above 0, as
// in G. Pardon, C. Pautasso, Atomic Distributed Transactions: a RESTful Design, 2014: participants give back by themselves, nobody
// blocks, and a confirmation may be in time for one and too late for another.
import { tryAgainAt } from '@saga-lab/platform/decider/back-off';
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Timing } from '../protocol.ts';

/** Instants, in milliseconds as `receivedAt`. */
export const tryBy = ({ voteByMs }: Timing, { receivedAt }: Stamp): number => receivedAt + voteByMs;

export const lapseAt = ({ holdTtlMs }: Timing, { receivedAt }: Stamp): number => receivedAt + holdTtlMs;

export const askAgainAt = ({ askAfterMs, repeatMostMs }: Timing, round: number, stamp: Stamp): number =>
  tryAgainAt(round, { first: askAfterMs, most: Math.max(askAfterMs, repeatMostMs) }, stamp);

/**
 * A TTL at which no confirmation comes too late while clocks and delays behave, that is while no message is under way, in
 * queues and outboxes included, for longer than `slowestMs`. The order service holds first: its message must reach the
 * coordinator, which decides by its deadline, and the decision must reach the participant.
 */
export const safeTtlMs = ({ voteByMs }: Timing, slowestMs: number): number => voteByMs + 2 * slowestMs + 1;
