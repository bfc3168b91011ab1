// The coordinator of two-phase commit with presumed abort: it asks for votes, decides, and tells the outcome until all have done it.
// Source: P. Bernstein, V. Hadzilacos, N. Goodman, Concurrency Control and Recovery in Database Systems, 1987, section 7.4;
// presumed abort: C. Mohan, B. Lindsay, R. Obermarck, ACM TODS 11(4), 1986.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Timing } from '../protocol.ts';
import { ignored, partOf, refused } from '../role.ts';
import { begin, countYes, fixTerms, giveUp, presumeAbort, spoil } from '../voting/collecting.ts';
import { evolveCoordination } from '../voting/coordination.ts';
import type { Coordination, CoordinationNote, Delivering, Ended, Undecided } from '../voting/coordination.ts';
import {
  countDone,
  decideCommit,
  isNextRepeat,
  repeatOutcome,
  tellOutcome,
  tooLate,
} from '../voting/delivery.ts';
import type { At, Coordinated } from '../voting/delivery.ts';
import type { ToCoordinator } from './messages.ts';

export const coordinator = (timing: Timing): DeciderPart =>
  partOf<Coordination, ToCoordinator, CoordinationNote>('2pc', {
    messages: [
      ...['OrderPlaced', 'RequestCancellation', 'AskOutcome', 'AbortByHand'],
      ...['Quoted', 'QuoteRefused', 'VotedYes', 'VotedNo', 'Done'],
    ],
    timers: ['VoteBy', 'RepeatOutcome'],
    react: (state, message) => react(state, message, { timing, stamp: message }),
    evolve: evolveCoordination,
    wants,
  });

const wants = (state: Coordination | undefined, timer: ToCoordinator): boolean =>
  timer.type === 'VoteBy' ? isUndecided(state) : isNextRepeat(state, timer);

const isUndecided = (state: Coordination | undefined): boolean =>
  state?.status === 'QUOTING' || state?.status === 'VOTING';

type Incoming = ToCoordinator & Stamp;

const react = (state: Coordination | undefined, message: Incoming, at: At): Coordinated => {
  switch (state?.status) {
    case undefined:
      return none(message, at);
    case 'QUOTING':
      return quoting(state, message, at);
    case 'VOTING':
      return voting(state, message, at);
    case 'COMMITTING':
    case 'ABORTING':
      return delivering(state, message, at);
    case 'COMMITTED':
    case 'ABORTED':
      return ended(state, message);
  }
};

const none = (message: Incoming, at: At): Coordinated => {
  switch (message.type) {
    case 'OrderPlaced':
      return begin(message.data, at);
    case 'RequestCancellation':
      return presumeAbort(message, 'CUSTOMER_CANCELLED');
    case 'AskOutcome':
    case 'Done':
      return presumeAbort(message, 'NEVER_BEGAN');
    case 'AbortByHand':
      return refused('NOT_FOUND', `there is no transaction ${message.data.orderId}`);
    default:
      throw new Error(`${message.type} comes for a transaction that never began`);
  }
};

type InStatus<Status> = Extract<Undecided, { readonly status: Status }>;

const quoting = (state: InStatus<'QUOTING'>, message: Incoming, at: At): Coordinated => {
  switch (message.type) {
    case 'Quoted':
      return fixTerms(message.data);
    case 'QuoteRefused':
      return giveUp(state, { reason: message.data.reason }, at);
    case 'RequestCancellation':
    case 'AbortByHand':
    case 'VoteBy':
      return spoil(state, message, at);
    default:
      return ignored(message, 'UNDECIDED');
  }
};

const voting = (state: InStatus<'VOTING'>, message: Incoming, at: At): Coordinated => {
  switch (message.type) {
    case 'VotedYes':
      return countYes(state, message, (terms) => decideCommit(terms, at));
    case 'VotedNo':
      return giveUp(state, { reason: message.data.reason, except: message.data.by }, at);
    case 'RequestCancellation':
    case 'AbortByHand':
    case 'VoteBy':
      return spoil(state, message, at);
    default:
      return ignored(message, 'UNDECIDED');
  }
};

const delivering = (state: Delivering, message: Incoming, at: At): Coordinated => {
  switch (message.type) {
    case 'Done':
      return countDone(state, message);
    case 'RepeatOutcome':
      return repeatOutcome(state, at);
    case 'OrderPlaced':
    case 'RequestCancellation':
    case 'AskOutcome':
      return tellOutcome(state, message);
    case 'AbortByHand':
      return tooLate(state);
    default:
      return ignored(message, 'DECIDED_BEFORE');
  }
};

const ended = (state: Ended, message: Incoming): Coordinated => {
  switch (message.type) {
    case 'OrderPlaced':
    case 'RequestCancellation':
    case 'AskOutcome':
      return tellOutcome(state, message);
    case 'AbortByHand':
      return tooLate(state);
    default:
      return ignored(message, 'ENDED_BEFORE');
  }
};
