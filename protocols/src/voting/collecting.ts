// A transaction before its outcome is decided: a quote from the inventory service, and then the votes.
import type { Message } from '@saga-lab/platform/decider/message';
import type { At } from '../lateness.ts';
import { coordinatorName, participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import { ignored } from '../role.ts';
import type { AbortByHand } from '../protocol.ts';
import type { Note, Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import type { CoordinationNote, Undecided } from './coordination.ts';
import { abortTo, askerOf, decideAbort } from './delivery.ts';
import type { Abort, Asking, Coordinated } from './delivery.ts';
import { voteBy } from './timing.ts';

/** The order service votes by placing the order: these are left to be asked. */
const voters = ['inventory-service', 'payment-service'] as const satisfies readonly Party[];

export const begin = (wanted: Wanted, { timing, stamp }: At): Coordinated => ({
  notes: [{ type: 'TransactionBegun', data: wanted }],
  sends: [
    { type: 'Quote', data: wanted, to: 'inventory-service' },
    {
      type: 'VoteBy',
      data: { orderId: wanted.orderId },
      to: coordinatorName,
      notBefore: voteBy(timing, stamp),
    },
  ],
});

/**
 * Somebody speaks of a transaction that never began here: it never will, and that is written down, since the request to begin may
 * still be in a queue.
 */
export const presumeAbort = (
  message: Asking | Message<'Done', { readonly by: Party }>,
  reason: string,
): Coordinated => ({
  notes: [{ type: 'AbortPresumed', data: { reason } }],
  sends: message.type === 'Done' ? [] : abortToAsker(message, reason),
});

const abortToAsker = (message: Asking, reason: string): readonly Send[] => {
  const { asker, wanted } = askerOf(message);
  return abortTo([asker], wanted, reason);
};

export const fixTerms = (terms: Terms): Coordinated => ({
  notes: [{ type: 'TermsFixed', data: terms }],
  sends: voters.map((to) => ({ type: 'Prepare', data: terms, to })),
});

type Voting = Extract<Undecided, { status: 'VOTING' }>;

/** `allYes`: what comes once everybody has voted yes. */
export const countYes = <N extends Note>(
  { terms, yes }: Voting,
  message: Message<'VotedYes', { readonly by: Party }>,
  allYes: (terms: Terms) => Reaction<N>,
): Reaction<N | CoordinationNote> => {
  const { by } = message.data;
  if (yes.includes(by)) return ignored(message, 'COUNTED_BEFORE');
  const counted = { type: 'VoteCounted', data: { by } } as const;
  const isLast = voters.every((name) => name === by || yes.includes(name));
  if (!isLast) return { notes: [counted], sends: [] };
  const { notes, sends } = allYes(terms);
  return { notes: [counted, ...notes], sends };
};

/** Whoever may have voted yes is told; `except` has said no itself. */
export const giveUp = (
  state: Undecided,
  { except, ...why }: Omit<Abort, 'tell'> & { readonly except?: Party },
  at: At,
): Coordinated =>
  state.status === 'QUOTING'
    ? decideAbort(state.wanted, { ...why, tell: ['order-service'] }, at)
    : decideAbort(wantedOf(state.terms), { ...why, tell: others(except) }, at);

const abortedBy = ({ data: { by, reason } }: Message<'AbortByHand', AbortByHand>) => ({
  reason: 'ABORTED_BY_HAND',
  by,
  because: reason,
});

const others = (except: Party | undefined): readonly Party[] =>
  participantNames.filter((name) => name !== except);

/** What makes a coordinator give up before anything is decided, besides a refusal. */
export type Spoiling =
  | Message<'RequestCancellation', Wanted>
  | Message<'AbortByHand', AbortByHand>
  | Message<'VoteBy', { readonly orderId: string }>;

export const spoil = (state: Undecided, message: Spoiling, at: At): Coordinated => {
  switch (message.type) {
    case 'RequestCancellation':
      return giveUp(state, { reason: 'CUSTOMER_CANCELLED' }, at);
    case 'AbortByHand':
      return giveUp(state, abortedBy(message), at);
    case 'VoteBy':
      return giveUp(state, { reason: 'TIMED_OUT' }, at);
  }
};
