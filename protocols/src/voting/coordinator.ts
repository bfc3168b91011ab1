// What the coordinator of any voting protocol does about a message, but for what comes once everybody has voted yes.
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import type { At } from '../lateness.ts';
import type { MessageOf } from '../messages.ts';
import type { AbortByHand } from '../protocol.ts';
import { ignored, refused } from '../role.ts';
import type { Note, Reaction } from '../role.ts';
import type { Terms } from '../terms.ts';
import { begin, countYes, fixTerms, giveUp, presumeAbort, spoil } from './collecting.ts';
import type { Coordination, CoordinationNote, Delivering, Ended, Undecided } from './coordination.ts';
import type { AskOutcome, votingMessages } from './data.ts';
import { countDone, repeatOutcome, tellOutcome, tooLate } from './delivery.ts';
import type { Coordinated } from './delivery.ts';

type VotingMessage = MessageOf<typeof votingMessages & { AskOutcome: typeof AskOutcome }>;

interface OfOrder {
  readonly orderId: string;
}

/** What comes to it by the broker, from a person, or as a timer. */
export type ToCoordinator =
  | Exclude<VotingMessage, { readonly type: 'Quote' | 'Prepare' | 'Commit' | 'Abort' }>
  | Message<'AbortByHand', AbortByHand>
  | Message<'VoteBy', OfOrder>
  | Message<'RepeatOutcome', OfOrder & { readonly round: number }>;

type Incoming = ToCoordinator & Stamp;

/** When it is, and what comes once everybody has voted yes. */
interface Going<N extends Note> {
  readonly at: At;
  readonly allYes: (terms: Terms) => Reaction<N>;
}

export const react = <N extends Note>(
  state: Coordination | undefined,
  message: Incoming,
  { at, allYes }: Going<N>,
): Reaction<N | CoordinationNote> => {
  switch (state?.status) {
    case undefined:
      return none(message, at);
    case 'QUOTING':
      return quoting(state, message, at);
    case 'VOTING':
      return voting(state, message, { at, allYes });
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

const voting = <N extends Note>(
  state: InStatus<'VOTING'>,
  message: Incoming,
  { at, allYes }: Going<N>,
): Reaction<N | CoordinationNote> => {
  switch (message.type) {
    case 'VotedYes':
      return countYes(state, message, allYes);
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

export const isUndecided = (state: { readonly status: string } | undefined): boolean =>
  state?.status === 'QUOTING' || state?.status === 'VOTING';
