// When roles lose patience, and how one sees that it was away itself. Whoever finds its own timer long overdue has died and come
// back, or stood still: others may have ended the transaction without it, so it asks before it does anything of its own.
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Party } from '../parties.ts';
import type { Timing } from '../protocol.ts';
import type { Send } from '../role.ts';
import { longerThanVotes } from '../timing.ts';
import { askAt, giveUpAt } from '../voting/timing.ts';
import type { Patience } from './messages.ts';

/**
 * The order service has settings of its own, which may be shorter than the coordinator waits for votes. In the other protocols that
 * ends orders early at worst; here whoever is still at work would be taken for dead, so nobody waits less than the others must.
 */
const longEnough = (timing: Timing): Timing => {
  const leastMs = longerThanVotes(timing.voteByMs);
  return {
    ...timing,
    askAfterMs: Math.max(timing.askAfterMs, leastMs),
    giveUpAfterMs: Math.max(timing.giveUpAfterMs, leastMs),
  };
};

/** Of a participant that waits for somebody. */
export const patience = (
  { self, ...here }: { readonly self: Party; readonly timing: Timing },
  data: Pick<Patience['data'], 'wanted' | 'round'>,
  stamp: Stamp,
): Send => {
  const timing = longEnough(here.timing);
  const due = isUnbegun(self, data.round) ? giveUpAt(timing, stamp) : askAt(timing, data.round, stamp);
  return { type: 'Patience', data: { orderId: data.wanted.orderId, ...data, due }, to: self, notBefore: due };
};

/** The order service waits from placing the order on, whenever that is begun. */
export const isUnbegun = (self: Party, round: number): boolean => self === 'order-service' && round === 1;

/**
 * Whoever has voted loses patience `askAfterMs` after its vote, which was cast within `voteByMs`: so long it is safe that nobody
 * goes on without the coordinator. Its timer leaves half of that to what it causes.
 */
const safeMs = (timing: Timing): number => longEnough(timing).askAfterMs - timing.voteByMs;

export const ackBy = (timing: Timing, { receivedAt }: Stamp): number => receivedAt + safeMs(timing) / 2;

export const isOverdue = (due: number, { receivedAt }: Stamp, timing: Timing): boolean =>
  receivedAt > due + safeMs(timing) / 4;
