// A decision once it is made: everybody whom it concerns is told, again and again, until each has said that it is done.
import { firstRepeat, latenessOf } from '../lateness.ts';
import type { At } from '../lateness.ts';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import { answered, ignored } from '../role.ts';
import type { Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import type { ToCoordinator } from './messages.ts';
import { nextRound, notedRound, repeatLater, TRIES_BEFORE_PARKED } from '../timing.ts';
import type {
  Cancellation,
  Cancelling,
  Confirming,
  Decided,
  TransactionNote,
  Trying,
} from './transaction.ts';

export type Coordinated = Reaction<TransactionNote>;

export type Incoming<Type extends ToCoordinator['type']> = Extract<ToCoordinator, { readonly type: Type }>;

const confirmTo = (to: readonly Party[], terms: Terms): readonly Send[] =>
  to.map((name) => ({ type: 'Confirm', data: terms, to: name }));

export const cancelTo = (to: readonly Party[], wanted: Wanted, reason: string): readonly Send[] =>
  to.map((name) => ({ type: 'Cancel', data: { ...wantedOf(wanted), reason }, to: name }));

const sendAgainLater = repeatLater('SendAgain');

export const decideConfirm = (terms: Terms, at: At): Coordinated => {
  const decided = { terms, ...latenessOf(at) };
  return {
    notes: [{ type: 'ConfirmDecided', data: decided }],
    sends: [...confirmTo(participantNames, terms), sendAgainLater(terms.orderId, firstRepeat(decided), at)],
  };
};

export const decideCancel = ({ wanted }: Trying, cancel: Cancellation, at: At): Coordinated => {
  const decided = { ...cancel, ...latenessOf(at) };
  const repeat = sendAgainLater(wanted.orderId, firstRepeat(decided), at);
  return {
    notes: [{ type: 'CancelDecided', data: decided }],
    sends: [...cancelTo(cancel.tell, wanted, cancel.reason), repeat],
  };
};

/** The transaction ends with the last one, unless it is confirmed by half: that only people can end. */
export const countDone = (state: Confirming | Cancelling, message: Incoming<'Done'>): Coordinated => {
  const { by, damaged } = message.data;
  if (!state.open.includes(by)) return ignored(message, 'DONE_BEFORE');
  const counted = { type: 'DoneCounted', data: { by, ...(damaged && { damaged }) } } as const;
  if (state.open.length > 1 || state.status === 'HALF_CONFIRMED') return { notes: [counted], sends: [] };
  const outcome = state.status === 'CONFIRMING' ? 'CONFIRMED' : 'CANCELLED';
  return { notes: [counted, { type: 'TransactionEnded', data: { outcome } }], sends: [] };
};

/** Tells those again who have not answered; after enough tries it is noted that people should look. */
export const sendAgain = (state: Confirming | Cancelling, at: At): Coordinated => {
  const { open, round, lateMs } = state;
  const { orderId } = state.status === 'CANCELLING' ? state.wanted : state.terms;
  const again =
    state.status === 'CANCELLING' ? cancelTo(open, state.wanted, state.reason) : confirmTo(open, state.terms);
  const parked: readonly TransactionNote[] =
    round === TRIES_BEFORE_PARKED ? [{ type: 'ParkedForPeople', data: { reason: 'NO_ANSWER', open } }] : [];
  return {
    notes: [...parked, ...notedRound('SentAgain', round, at.timing)],
    sends: [...again, sendAgainLater(orderId, { round: nextRound(at.timing, round), lateMs }, at)],
  };
};

/** A part is confirmed, another was given back: no message can mend that. */
export const parkHalfConfirmed = ({ open }: Confirming, message: Incoming<'ConfirmTooLate'>): Coordinated => {
  const { by } = message.data;
  if (!open.includes(by)) return ignored(message, 'TOLD_BEFORE');
  return { notes: [{ type: 'ParkedForPeople', data: { reason: 'HALF_CONFIRMED', by } }], sends: [] };
};

export type Asking = Incoming<'OrderPlaced' | 'RequestCancellation' | 'AskOutcome'>;

export const askerOf = (message: Asking): Party =>
  message.type === 'AskOutcome' ? message.data.by : 'order-service';

/** What is decided, once more, to whoever asks. */
export const tellOutcome = (state: Decided, message: Asking): Coordinated => {
  const asker = [askerOf(message)];
  return 'terms' in state
    ? answered(...confirmTo(asker, state.terms))
    : answered(...cancelTo(asker, message.data, state.reason));
};
