// What a participant of a voting protocol knows of one transaction, and what it writes down of it.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Ignored, Note } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';

export type Outcome = 'COMMITTED' | 'ABORTED';

/** It has voted yes and cannot say how it ends: only others can. `round`: which time of asking comes next. */
export interface InDoubt {
  readonly status: 'PREPARED';
  readonly wanted: Wanted;
  readonly round: number;
}

/** A person has decided for this participant alone; it goes on asking. */
export interface ByHandState {
  readonly status: 'BY_HAND';
  readonly outcome: Outcome;
  readonly wanted: Wanted;
  readonly round: number;
}

/** `DAMAGED`: the true outcome is not the one that a person had decided for this participant. */
export type Settled =
  | { readonly status: 'COMMITTED'; readonly terms: Terms }
  | { readonly status: 'ABORTED'; readonly reason: string }
  | { readonly status: 'DAMAGED'; readonly truth: Truth };

/** How the transaction ended. */
export type Truth =
  | { readonly outcome: 'COMMITTED'; readonly terms: Terms }
  | { readonly outcome: 'ABORTED'; readonly reason: string };

export type Holding = InDoubt | ByHandState | Settled;

export type HoldingNote =
  | Note<'Prepared', Prepared>
  | Note<'VotedNo', { readonly reason: string }>
  | Note<'Committed', { readonly terms: Terms }>
  | Note<'Aborted', { readonly reason: string }>
  | Note<'OutcomeAsked', { readonly round: number }>
  | Note<'DecidedByHand', { readonly outcome: Outcome; readonly by: string; readonly reason: string }>
  | Note<'HeuristicDamage', { readonly decided: Outcome; readonly truth: Truth }>
  | Ignored;

/** The order service is prepared before anybody has named a price. */
export interface Prepared {
  readonly wanted: Wanted;
  readonly terms?: Terms;
}

/** The last thing that happens to a transaction here. */
export type SettlingNote = Extract<
  HoldingNote,
  { readonly type: 'Committed' | 'VotedNo' | 'Aborted' | 'HeuristicDamage' }
>;

export const settledBy = ({ type, data }: SettlingNote): Settled => {
  switch (type) {
    case 'Committed':
      return { status: 'COMMITTED', terms: data.terms };
    case 'VotedNo':
    case 'Aborted':
      return { status: 'ABORTED', reason: data.reason };
    case 'HeuristicDamage':
      return { status: 'DAMAGED', truth: data.truth };
  }
};

export const evolveHolding = (state: Holding | undefined, note: HoldingNote): Holding => {
  const { type, data } = note;
  switch (type) {
    case 'Prepared':
      return { status: 'PREPARED', wanted: data.wanted, round: 1 };
    case 'Committed':
    case 'VotedNo':
    case 'Aborted':
    case 'HeuristicDamage':
      return settledBy(note);
    case 'OutcomeAsked':
      return { ...undecided(state), round: data.round + 1 };
    case 'DecidedByHand': {
      const { wanted, round } = undecided(state);
      return { status: 'BY_HAND', outcome: data.outcome, wanted, round };
    }
    case 'MessageIgnored':
      return known(state);
    default:
      return unexpected(type);
  }
};

const undecided = (state: Holding | undefined): InDoubt | ByHandState => {
  if (state?.status === 'PREPARED' || state?.status === 'BY_HAND') return state;
  throw new Error(`nothing is in doubt: the transaction is ${state?.status ?? 'unknown'} here`);
};

const known = (state: Holding | undefined): Holding => {
  if (!state) throw new Error('the transaction is unknown here');
  return state;
};
