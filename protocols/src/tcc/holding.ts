// What a participant does with what its service holds: hold, confirm, give back, and say so.
import { coordinatorName } from '../parties.ts';
import { answered, ignored } from '../role.ts';
import type { Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms } from '../terms.ts';
import { waitForOutcome } from './doubt.ts';
import type { Held, Hold, Incoming, Outcome, Place } from './hold.ts';

/** To the coordinator. */
const reply = (type: string, data: unknown): Send => ({ type, data, to: coordinatorName });

export const done = (
  outcome: Outcome,
  orderId: string,
  { self }: Pick<Place, 'self'>,
  isDamaged = false,
): Send => reply('Done', { orderId, by: self, outcome, ...(isDamaged && { damaged: true }) });

const refused = (orderId: string, reason: string, { self }: Place): Send =>
  reply('TryRefused', { orderId, by: self, reason });

const said = (terms: Terms, { self }: Place): Send => reply('Tried', { ...terms, by: self });

/** Where no price is named yet, it is this participant that names it. */
export const tryHolding = (message: Incoming<'Try'>, place: Place): Held => {
  const { resource, states } = place;
  const { data } = message;
  const quoted = 'amount' in data ? { ok: true as const, terms: data } : resource.quote(states, data);
  if (!quoted.ok) return refuse(data.orderId, quoted.reason, place);
  const { terms } = quoted;
  const held = resource.hold(states, terms);
  if (!held.ok) return refuse(data.orderId, held.reason, place);
  return {
    notes: [{ type: 'Tried', data: { wanted: wantedOf(terms), terms } }],
    effects: held.events,
    sends: [said(terms, place), ...waitForOutcome(terms, place, message)],
  };
};

const refuse = (orderId: string, reason: string, place: Place): Held => ({
  notes: [{ type: 'TryRefused', data: { reason } }],
  sends: [refused(orderId, reason, place)],
});

/** The answer of before; after a cancellation, that the try is too late. */
export const tryAgain = (hold: Hold, message: Incoming<'Try'>, place: Place): Held => {
  const { orderId } = message.data;
  switch (hold.status) {
    case 'TRIED':
      return 'amount' in hold.wanted ? answered(said(hold.wanted, place)) : ignored(message, 'HOLDS_ALREADY');
    case 'REFUSED':
      return answered(refused(orderId, hold.reason, place));
    case 'CANCELLED':
      return answered(refused(orderId, 'CANCELLED_BEFORE', place));
    case 'CONFIRMED':
    case 'LAPSED':
      return ignored(message, 'DECIDED_BEFORE');
  }
};

export const confirm = ({ data }: Incoming<'Confirm'>, place: Place): Held => ({
  notes: [{ type: 'Confirmed', data: { orderId: data.orderId } }],
  effects: place.resource.confirm(place.states, data),
  sends: [done('CONFIRMED', data.orderId, place)],
});

/** Gives back what is held; nothing, if nothing is: then a try that is still under way must find that it was cancelled. */
export const cancel = (hold: Hold | undefined, { data }: Incoming<'Cancel'>, place: Place): Held => {
  const { reason, ...wanted } = data;
  return {
    notes: [{ type: 'Cancelled', data: { orderId: data.orderId } }],
    effects: hold?.status === 'TRIED' ? place.resource.release(place.states, { wanted, reason }) : [],
    sends: [done('CANCELLED', data.orderId, place)],
  };
};

/** What was given back stays so: its story is told already, and whoever waited for it may have taken it. */
export const confirmTooLate = ({ data: { orderId } }: Incoming<'Confirm'>, { self }: Place): Held => ({
  notes: [{ type: 'ConfirmTooLate', data: { orderId } }],
  sends: [reply('ConfirmTooLate', { orderId, by: self })],
});

/** The outcome comes to one who has it already: from the coordinator before, or from a person, who may have been wrong. */
export const hearOutcome = (
  hold: Extract<Hold, { readonly byHand: boolean }>,
  outcome: Outcome,
  message: Incoming<'Confirm' | 'Cancel'>,
  place: Place,
): Held => {
  const isDamaged = hold.byHand && hold.status !== outcome;
  const answer = done(outcome, message.data.orderId, place, isDamaged);
  if (hold.status === outcome || hold.truth === outcome) return answered(answer);
  if (!hold.byHand) return ignored(message, 'CONTRADICTS_THE_OUTCOME');
  return {
    notes: [{ type: 'HeuristicDamage', data: { decidedByHand: hold.status, outcome } }],
    sends: [answer],
  };
};
