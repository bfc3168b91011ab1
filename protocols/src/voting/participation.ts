// What a participant of a voting protocol does: it quotes, votes, and does what was decided.
import type { States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { coordinatorName } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { DecideByHand, Setting } from '../protocol.ts';
import { answered, refused } from '../role.ts';
import type { Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import type { HoldingNote, Outcome, Settled, Truth } from './holding.ts';

export type Held = Reaction<HoldingNote>;

/** A service that takes part, and what its streams are at this moment. */
export interface Here {
  readonly self: Party;
  readonly resource: Setting['resource'];
  readonly states: States<never>;
}

/** As far as a role reads it. */
type Read<Type extends string, Data> = Pick<Message<Type, Data>, 'type' | 'data'>;

export type CommitMessage = Read<'Commit', Terms>;
export type AbortMessage = Read<'Abort', Wanted & { readonly reason: string }>;
export type OutcomeMessage = CommitMessage | AbortMessage;
export type HandMessage = Message<'DecideByHand', DecideByHand>;
export type AskMessage = Message<'AskOutcome', Wanted & { readonly by: Party }>;

/** Reads, and holds nothing. */
export const quote = ({ resource, states }: Here, { data }: Message<'Quote', Wanted>): Held => {
  const quoted = resource.quote(states, data);
  const { orderId } = data;
  return answered(
    quoted.ok
      ? { type: 'Quoted', data: quoted.terms, to: coordinatorName }
      : { type: 'QuoteRefused', data: { orderId, reason: quoted.reason }, to: coordinatorName },
  );
};

/** Yes, if all of it can be held at these very prices: then `askLater` is armed, because only others can end it from here on. */
export const vote = ({ self, resource, states }: Here, terms: Terms, askLater: Send): Held => {
  const held = resource.hold(states, terms);
  return held.ok
    ? {
        notes: [{ type: 'Prepared', data: { wanted: wantedOf(terms), terms } }],
        effects: held.events,
        sends: [votedYes(self, terms.orderId), askLater],
      }
    : {
        notes: [{ type: 'VotedNo', data: { reason: held.reason } }],
        sends: [votedNo(self, terms.orderId, held.reason)],
      };
};

export const votedYes = (by: Party, orderId: string): Send => ({
  type: 'VotedYes',
  data: { orderId, by },
  to: coordinatorName,
});

const votedNo = (by: Party, orderId: string, reason: string): Send => ({
  type: 'VotedNo',
  data: { orderId, by, reason },
  to: coordinatorName,
});

const done = (by: Party, orderId: string, { outcome }: Pick<Truth, 'outcome'>, isDamaged = false): Send => ({
  type: 'Done',
  data: { orderId, by, outcome, ...(isDamaged && { damaged: true }) },
  to: coordinatorName,
});

/** What was decided is done here: what is held becomes the customer's, or is given back. */
export const settle = (here: Here, message: OutcomeMessage): Held => ({
  notes: [settled(truthOf(message))],
  effects: effectsOf(here, message.data, truthOf(message)),
  sends: [done(here.self, message.data.orderId, truthOf(message))],
});

const settled = (truth: Truth): HoldingNote =>
  truth.outcome === 'COMMITTED'
    ? { type: 'Committed', data: { terms: truth.terms } }
    : { type: 'Aborted', data: { reason: truth.reason } };

const effectsOf = ({ resource, states }: Here, wanted: Wanted, truth: Truth) =>
  truth.outcome === 'COMMITTED'
    ? resource.confirm(states, truth.terms)
    : resource.release(states, { wanted, reason: truth.reason });

const truthOf = (message: OutcomeMessage): Truth =>
  message.type === 'Commit'
    ? { outcome: 'COMMITTED', terms: message.data }
    : { outcome: 'ABORTED', reason: message.data.reason };

/** How a transaction ended, for a peer that asks, and has said what it is about. */
const tell = (to: string, truth: Truth, wanted: Wanted): Send =>
  truth.outcome === 'COMMITTED'
    ? { type: 'Commit', data: truth.terms, to }
    : { type: 'Abort', data: { ...wantedOf(wanted), reason: truth.reason }, to };

/** A person decides for this participant alone; the others may end otherwise. */
export const decideByHand = (here: Here, { data }: HandMessage): Held => {
  const { by, reason } = data;
  const truth: Truth =
    data.outcome === 'COMMIT'
      ? { outcome: 'COMMITTED', terms: data.terms }
      : { outcome: 'ABORTED', reason: 'DECIDED_BY_HAND' };
  return {
    notes: [{ type: 'DecidedByHand', data: { outcome: truth.outcome, by, reason } }],
    effects: effectsOf(here, wantedOf(data.terms), truth),
    sends: [],
  };
};

/** The true outcome comes after a person's: what was done stays, and where it differs, that is written down. */
export const compareWithHand = (here: Here, decided: Outcome, message: OutcomeMessage): Held => {
  const truth = truthOf(message);
  const isDamaged = decided !== truth.outcome;
  return {
    notes: [isDamaged ? { type: 'HeuristicDamage', data: { decided, truth } } : settled(truth)],
    sends: [done(here.self, message.data.orderId, truth, isDamaged)],
  };
};

export const notInDoubt = ({ data }: HandMessage): Reaction<never> =>
  refused('NOT_IN_DOUBT', `nothing of order ${data.orderId} is in doubt here`);

/** A peer asks who has not voted: it says that it never will, and keeps to that. */
export const neverVote = ({ by, ...wanted }: AskMessage['data']): Held => {
  const reason = 'NEVER_VOTED';
  return {
    notes: [{ type: 'Aborted', data: { reason } }],
    sends: [tell(by, { outcome: 'ABORTED', reason }, wanted)],
  };
};

/** The order service is prepared by placing the order; `askLater`: as for everybody who is. */
export const born = (wanted: Wanted, askLater: Send): Held => ({
  notes: [{ type: 'Prepared', data: { wanted } }],
  sends: [{ type: 'OrderPlaced', data: wanted }, askLater],
});

/** An abort that comes before the request to vote: the request, when it comes, will find that written down. */
export const refuseForEver = ({ self }: Here, message: AbortMessage): Held => ({
  notes: [settled(truthOf(message))],
  sends: [done(self, message.data.orderId, truthOf(message))],
});

const truthIn = (state: Settled): Truth => {
  switch (state.status) {
    case 'COMMITTED':
      return { outcome: 'COMMITTED', terms: state.terms };
    case 'ABORTED':
      return { outcome: 'ABORTED', reason: state.reason };
    case 'DAMAGED':
      return state.truth;
  }
};

/** @throws Error if it is told the contrary of what it has done: nobody may have decided that. */
export const repeatDone = (self: Party, state: Settled, message: OutcomeMessage): Held => {
  const { outcome } = truthIn(state);
  if (contradicts(state, message))
    throw new Error(`${message.type} comes to ${self}, where the transaction is ${outcome} already`);
  return answered(howItEnded(self, state, message.data.orderId));
};

/** For whoever goes on with what has ended without it. */
export const howItEnded = (self: Party, state: Settled, orderId: string): Send =>
  done(self, orderId, truthIn(state), state.status === 'DAMAGED');

export const contradicts = (state: Settled, message: OutcomeMessage): boolean =>
  truthOf(message).outcome !== truthIn(state).outcome;

/** What it has voted before. */
export const sameVote = (self: Party, state: Settled, orderId: string): Send =>
  state.status === 'ABORTED' ? votedNo(self, orderId, state.reason) : votedYes(self, orderId);

export const tellPeer = (state: Settled, { by, ...wanted }: AskMessage['data']): Send =>
  tell(by, truthIn(state), wanted);
