// One who holds something because of an event it hears, says so, and makes it final or gives it back by how the order ends.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { decideByHand } from '../by-hand.ts';
import { Party } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import { answered, ignored, partOf } from '../role.ts';
import type { Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Wanted } from '../terms.ts';
import { nextRound, notedRound } from '../timing.ts';
import { evolve, holding } from './holding.ts';
import type { Held, Holding, HoldingNote, Incoming, Place, Words } from './holding.ts';
import { messages } from './messages.ts';
import type { ToHolder } from './messages.ts';
import { askAgainAt } from './timing.ts';

export const holder = (
  words: Words,
  { self, resource, streamFolds }: Setting,
  timing: Timing,
): DeciderPart => {
  const name = Party.parse(self);
  return partOf<Holding, ToHolder, HoldingNote>(
    { name: 'choreo', messages },
    {
      messages: [words.hears, 'OrderApproved', 'OrderRejected', 'DecideByHand'],
      timers: ['AskAgain'],
      react: (state, message, states) =>
        react(state, message, { self: name, words, resource, states, timing }),
      evolve,
      wants: (state, timer) =>
        state?.status === 'HOLDING' && timer.type === 'AskAgain' && timer.data.round === state.round,
      others: (message) => (message.type === 'AskAgain' ? [] : resource.streams(wantedIn(message))),
      streamFolds,
      participant: { self, resource },
    },
  );
};

const wantedIn = (message: Exclude<ToHolder, { type: 'AskAgain' }>): Wanted =>
  message.type === 'DecideByHand' ? message.data.terms : message.data;

const react = (state: Holding | undefined, message: ToHolder & Stamp, place: Place): Held => {
  switch (message.type) {
    case 'OrderPlaced':
    case 'StockReserved':
      return state ? sayAgain(state, message, place) : take(message, place);
    case 'OrderApproved':
      return confirm(state, message, place);
    case 'OrderRejected':
      return giveBack(state, message, place);
    case 'DecideByHand':
      return decideByHand(state?.status ?? 'UNKNOWN', statuses, message.data, place);
    case 'AskAgain':
      return ask(holding(state), message, place);
  }
};

/** Where no price is named yet, it is this one that names it. */
const take = (message: Incoming<'OrderPlaced' | 'StockReserved'>, place: Place): Held => {
  const { resource, states } = place;
  const { data } = message;
  const quoted = 'amount' in data ? { ok: true as const, terms: data } : resource.quote(states, data);
  if (!quoted.ok) return refuse(data, quoted.reason, place);
  const { terms } = quoted;
  const held = resource.hold(states, terms);
  if (!held.ok) return refuse(data, held.reason, place);
  return {
    notes: [{ type: 'Taken', data: { terms } }],
    effects: held.events,
    sends: [{ type: place.words.says, data: terms }, askLater(terms.orderId, 1, place, message)],
  };
};

const refuse = (wanted: Wanted, reason: string, place: Place): Held => ({
  notes: [{ type: 'Refused', data: { reason } }],
  sends: [refusal(wanted, reason, place)],
});

const refusal = (wanted: Wanted, reason: string, { words }: Place): Send => ({
  type: words.refuses,
  data: { ...wantedOf(wanted), reason },
});

const sayAgain = (state: Holding, message: Incoming<'OrderPlaced' | 'StockReserved'>, place: Place): Held => {
  switch (state.status) {
    case 'HOLDING':
      return answered({ type: place.words.says, data: state.terms });
    case 'REFUSED':
      return answered(refusal(message.data, state.reason, place));
    case 'CONFIRMED':
    case 'GIVEN_BACK':
    case 'CANCELLED':
      return ignored(message, 'ORDER_ENDED_BEFORE');
  }
};

/** @throws Error where nothing was heard of it: an order is approved only after all of them hold. */
const confirm = (state: Holding | undefined, message: Incoming<'OrderApproved'>, place: Place): Held => {
  if (!state) throw new Error(`order ${message.data.orderId} is approved, and nothing is held for it`);
  if (state.status === 'GIVEN_BACK') return damage(state, message);
  if (state.status !== 'HOLDING') return ignored(message, 'ORDER_ENDED_BEFORE');
  return {
    notes: [{ type: 'Confirmed', data: { orderId: message.data.orderId } }],
    effects: place.resource.confirm(place.states, message.data),
    sends: [],
  };
};

/** What has not come yet must find that the order was rejected, when it comes. */
const giveBack = (state: Holding | undefined, message: Incoming<'OrderRejected'>, place: Place): Held => {
  const { reason, ...wanted } = message.data;
  const { orderId } = wanted;
  if (!state) return { notes: [{ type: 'Cancelled', data: { orderId } }], sends: [] };
  if (state.status === 'CONFIRMED') return damage(state, message);
  if (state.status !== 'HOLDING') return ignored(message, 'NOTHING_HELD');
  return {
    notes: [{ type: 'GivenBack', data: { orderId } }],
    effects: place.resource.release(place.states, { wanted, reason }),
    sends: [],
  };
};

/** Only a person can have decided otherwise, and nobody here can put it right. */
const damage = (
  { status, damaged }: Extract<Holding, { status: 'CONFIRMED' | 'GIVEN_BACK' }>,
  message: Incoming<'OrderApproved' | 'OrderRejected'>,
): Held =>
  damaged
    ? ignored(message, 'HEARD_BEFORE')
    : { notes: [{ type: 'HeuristicDamage', data: { here: status, heard: message.type } }], sends: [] };

const statuses = { inDoubt: 'HOLDING', COMMIT: 'CONFIRMED', ABORT: 'GIVEN_BACK' } as const;

const ask = (
  { terms: { orderId }, round }: Extract<Holding, { status: 'HOLDING' }>,
  message: Incoming<'AskAgain'>,
  place: Place,
): Held => ({
  notes: notedRound('OutcomeAsked', round, place.timing),
  sends: [
    { type: 'OutcomeAsked', data: { orderId, by: place.self } },
    askLater(orderId, nextRound(place.timing, round), place, message),
  ],
});

const askLater = (orderId: string, round: number, { self, timing }: Place, stamp: Stamp): Send => ({
  type: 'AskAgain',
  data: { orderId, round },
  to: self,
  notBefore: askAgainAt(timing, round, stamp),
});
