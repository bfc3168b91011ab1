// One who has tried waits for the outcome: it asks, it may lapse, or a person decides.
import type { Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { decideByHand } from '../by-hand.ts';
import { coordinatorName } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Protocol, Timing } from '../protocol.ts';
import { decision, outgoing } from '../role.ts';
import type { Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Wanted } from '../terms.ts';
import { nextRound, notedRound } from '../timing.ts';
import type { Held, Hold, Incoming, Place } from './hold.ts';
import { askAgainAt, lapseAt } from './timing.ts';

/** Whose wait it is, and how long. */
interface Waiting {
  readonly self: Party;
  readonly timing: Timing;
}

/** The timers of a hold. */
export const waitForOutcome = (wanted: Wanted, waiting: Waiting, stamp: Stamp): readonly Send[] => {
  const { self, timing } = waiting;
  const lapse: Send = { type: 'Lapse', data: wantedOf(wanted), to: self, notBefore: lapseAt(timing, stamp) };
  return [askLater(wanted.orderId, 1, waiting, stamp), ...(timing.holdTtlMs > 0 ? [lapse] : [])];
};

const askLater = (orderId: string, round: number, { self, timing }: Waiting, stamp: Stamp): Send => ({
  type: 'AskAgain',
  data: { orderId, round },
  to: self,
  notBefore: askAgainAt(timing, round, stamp),
});

/** Placing an order is the order service's own try. */
export const placed: Protocol['placed'] = (wanted, stamp, timing) =>
  decision('tcc', streamOf('tcc', wanted.orderId), {
    notes: [{ type: 'Tried', data: { wanted } }],
    sends: [
      { type: 'OrderPlaced', data: wanted },
      ...waitForOutcome(wanted, { self: 'order-service', timing }, stamp),
    ],
  });

/** The customer's wish: only the coordinator may cancel. */
export const cancelling: Protocol['cancelling'] = (wanted) => [
  outgoing('tcc', { type: 'RequestCancellation', data: wanted, to: coordinatorName }),
];

type InDoubt = Extract<Hold, { readonly status: 'TRIED' }>;

/** The order service asks by announcing its order once more, since the coordinator may never have heard of it. */
export const ask = ({ wanted, round }: InDoubt, message: Incoming<'AskAgain'>, place: Place): Held => {
  const { self } = place;
  const asked = wantedOf(wanted);
  const question: Send =
    self === 'order-service'
      ? { type: 'OrderPlaced', data: asked }
      : { type: 'AskOutcome', data: { ...asked, by: self }, to: coordinatorName };
  return {
    notes: notedRound('OutcomeAsked', round, place.timing),
    sends: [question, askLater(asked.orderId, nextRound(place.timing, round), place, message)],
  };
};

/** The time of the hold is over: it is given back, whatever the coordinator may have decided by now. */
export const lapse = ({ data }: Incoming<'Lapse'>, { self, resource, states }: Place): Held => ({
  notes: [{ type: 'Lapsed', data: { orderId: data.orderId } }],
  effects: resource.release(states, { wanted: data, reason: 'HOLD_LAPSED' }),
  sends: [{ type: 'Lapsed', data: { ...data, by: self }, to: coordinatorName }],
});

const statuses = { inDoubt: 'TRIED', COMMIT: 'CONFIRMED', ABORT: 'CANCELLED' } as const;

export const byHand = (hold: Hold | undefined, { data }: Incoming<'DecideByHand'>, place: Place): Held =>
  decideByHand(hold?.status ?? 'NEVER_TRIED', statuses, data, place);
