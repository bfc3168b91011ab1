// The coordinator of TCC: it lets one participant after the other try, since the first one tells the price, then has all of them
// confirm, or cancel whatever may have been tried. Source: G. Pardon, C. Pautasso, Atomic Distributed Transactions, 2014.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { atOf } from '../lateness.ts';
import type { At } from '../lateness.ts';
import { coordinatorName } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Timing } from '../protocol.ts';
import { ignored, partOf, refused } from '../role.ts';
import type { Wanted } from '../terms.ts';
import { messages, tried } from './messages.ts';
import type { ToCoordinator } from './messages.ts';
import {
  askerOf,
  cancelTo,
  countDone,
  decideCancel,
  decideConfirm,
  parkHalfConfirmed,
  sendAgain,
  tellOutcome,
} from './telling.ts';
import type { Asking, Coordinated, Incoming } from './telling.ts';
import { tryBy } from './timing.ts';
import { evolve } from './transaction.ts';
import type {
  Cancellation,
  Cancelling,
  Confirming,
  Ended,
  Transaction,
  TransactionNote,
  Trying,
} from './transaction.ts';

export const coordinator = (timing: Timing): DeciderPart =>
  partOf<Transaction, ToCoordinator, TransactionNote>(
    { name: 'tcc', messages },
    {
      messages: [
        ...['OrderPlaced', 'RequestCancellation', 'AskOutcome', 'AbortByHand'],
        ...['Tried', 'TryRefused', 'Lapsed', 'Done', 'ConfirmTooLate'],
      ],
      timers: ['TryBy', 'SendAgain'],
      react: (state, message) => react(state, message, atOf(timing, message)),
      evolve,
      wants,
    },
  );

const wants = (state: Transaction | undefined, timer: ToCoordinator): boolean => {
  if (timer.type === 'TryBy') return state?.status === 'TRYING';
  if (timer.type !== 'SendAgain' || !state || !('open' in state)) return false;
  return state.open.length > 0 && timer.data.round === state.round;
};

const react = (state: Transaction | undefined, message: ToCoordinator & Stamp, at: At): Coordinated => {
  switch (state?.status) {
    case undefined:
      return none(message, at);
    case 'TRYING':
      return trying(state, message, at);
    case 'CONFIRMING':
    case 'HALF_CONFIRMED':
    case 'CANCELLING':
      return telling(state, message, at);
    case 'CONFIRMED':
    case 'CANCELLED':
      return decided(state, message);
  }
};

/** @throws Error for an answer to what was never asked. */
const none = (message: ToCoordinator, at: At): Coordinated => {
  switch (message.type) {
    case 'OrderPlaced':
      return begin(message.data, at);
    case 'RequestCancellation':
      return presumeCancel(message, 'CUSTOMER_CANCELLED');
    case 'AskOutcome':
      return presumeCancel(message, 'NEVER_BEGAN');
    case 'Lapsed':
      return { notes: [{ type: 'CancelPresumed', data: { reason: 'HOLD_LAPSED' } }], sends: [] };
    case 'AbortByHand':
      return refused('NOT_FOUND', `there is no transaction ${message.data.orderId}`);
    default:
      throw new Error(`${message.type} comes for a transaction that never began`);
  }
};

const begin = (wanted: Wanted, { timing, stamp }: At): Coordinated => ({
  notes: [{ type: 'TransactionBegun', data: wanted }],
  sends: [
    { type: 'Try', data: wanted, to: tried[0] },
    {
      type: 'TryBy',
      data: { orderId: wanted.orderId },
      to: coordinatorName,
      notBefore: tryBy(timing, stamp),
    },
  ],
});

/** It never began, and that it never will is written down: the request to begin may still be in a queue. */
const presumeCancel = (message: Asking, reason: string): Coordinated => ({
  notes: [{ type: 'CancelPresumed', data: { reason } }],
  sends: cancelTo([askerOf(message)], message.data, reason),
});

const trying = (state: Trying, message: ToCoordinator, at: At): Coordinated => {
  switch (message.type) {
    case 'Tried':
      return countTry(state, message, at);
    case 'TryRefused':
      return message.data.by === askedNow(state)
        ? giveUp(state, { reason: message.data.reason, except: message.data.by }, at)
        : ignored(message, 'NOT_ASKED');
    case 'Lapsed':
      return giveUp(state, { reason: 'HOLD_LAPSED' }, at);
    case 'RequestCancellation':
      return giveUp(state, { reason: 'CUSTOMER_CANCELLED' }, at);
    case 'AbortByHand':
      return giveUp(state, abortedBy(message), at);
    case 'TryBy':
      return giveUp(state, { reason: 'TIMED_OUT' }, at);
    default:
      return ignored(message, 'UNDECIDED');
  }
};

/** Who is asked to hold at the moment. */
const askedNow = ({ held }: Trying): Party | undefined => tried[held.length];

const countTry = (state: Trying, message: Incoming<'Tried'>, at: At): Coordinated => {
  const { by, ...terms } = message.data;
  if (by !== askedNow(state)) return ignored(message, 'COUNTED_BEFORE');
  const next = tried[state.held.length + 1];
  return next === undefined
    ? decideConfirm(terms, at)
    : {
        notes: [{ type: 'TryCounted', data: { by, terms } }],
        sends: [{ type: 'Try', data: terms, to: next }],
      };
};

interface GivingUp extends Omit<Cancellation, 'tell'> {
  /** Who holds nothing, because it has said so. */
  readonly except?: Party;
}

const abortedBy = ({ data: { by, reason } }: Incoming<'AbortByHand'>): GivingUp => ({
  reason: 'ABORTED_BY_HAND',
  by,
  because: reason,
});

/** All hear of it that hold something, and the one that is being asked: nobody knows whether it holds already. */
const giveUp = (state: Trying, { except, ...why }: GivingUp, at: At): Coordinated => {
  const mayHold: readonly Party[] = ['order-service', ...tried.slice(0, state.held.length + 1)];
  return decideCancel(state, { ...why, tell: mayHold.filter((name) => name !== except) }, at);
};

const telling = (state: Confirming | Cancelling, message: ToCoordinator, at: At): Coordinated => {
  switch (message.type) {
    case 'Done':
      return countDone(state, message);
    case 'SendAgain':
      return sendAgain(state, at);
    case 'ConfirmTooLate':
      return state.status === 'CANCELLING'
        ? ignored(message, 'DECIDED_BEFORE')
        : parkHalfConfirmed(state, message);
    default:
      return decided(state, message);
  }
};

const decided = (state: Confirming | Cancelling | Ended, message: ToCoordinator): Coordinated => {
  switch (message.type) {
    case 'OrderPlaced':
    case 'RequestCancellation':
    case 'AskOutcome':
      return tellOutcome(state, message);
    case 'AbortByHand':
      return refused('ALREADY_DECIDED', `the transaction is ${state.status}: it can no longer be aborted`);
    default:
      return ignored(message, 'DECIDED_BEFORE');
  }
};
