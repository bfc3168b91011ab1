// What a participant of three-phase commit knows of one transaction, and what it writes down of it.
import { coordinatorName } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Note } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';
import { settledBy } from '../voting/holding.ts';
import type { ByHandState, HoldingNote, Settled } from '../voting/holding.ts';
import type { Leader, Stage } from './messages.ts';

interface Common {
  readonly wanted: Wanted;
  /** Which of its timers is armed; who answers to a question asked in another round answers too late. */
  readonly round: number;
  /** Whom it takes for dead: it does nothing any more that they say, unless they say the outcome. */
  readonly dead: readonly Leader[];
}

/** It has voted yes; `PRECOMMITTED`: and knows that everybody has, from `leader`. */
export type Waiting = Common &
  (
    | { readonly status: 'PREPARED'; readonly terms?: Terms }
    | { readonly status: 'PRECOMMITTED'; readonly terms: Terms; readonly leader: Leader }
  );

/** The coordinator is silent, and it asks its peers how far they are. */
export type Terminating = Common & {
  readonly status: 'TERMINATING';
  /** How far it is itself. */
  readonly stage: Stage;
  readonly terms?: Terms;
  readonly heard: readonly Heard[];
};

export interface Heard {
  readonly by: Party;
  readonly stage: Stage;
  readonly terms?: Terms | undefined;
}

/** It leads in the place of the coordinator, and has told its peers that everybody has voted yes. */
export type Leading = Common & {
  readonly status: 'LEADING';
  readonly terms: Terms;
  readonly acked: readonly Party[];
};

/** Undecided: neither it nor anybody whom it has asked knows the outcome. */
export type Open = Waiting | Terminating | Leading;

export type State = Open | ByHandState | Settled;

export type StateNote =
  | HoldingNote
  | Note<'PreCommitted', { readonly terms: Terms; readonly leader: Leader }>
  | Note<'TerminationBegun', { readonly round: number; readonly dead: readonly Leader[] }>
  | Note<'TerminationJoined', TerminationJoined>
  | Note<'StateHeard', Heard>
  | Note<'LeadTaken', { readonly terms: Terms; readonly round: number; readonly acked: readonly Party[] }>
  | Note<'AckCounted', { readonly by: Party }>
  | Note<'OutcomeContradicted', { readonly here: Settled['status']; readonly heard: string }>
  | Note<'CommitDecided' | 'AbortDecided', { readonly dead: readonly Leader[] }>;

export interface TerminationJoined {
  readonly dead: readonly Leader[];
  /** Of the timer that is armed instead of another one. */
  readonly round?: number;
}

export const isOpen = (state: State | undefined): state is Open => state !== undefined && 'dead' in state;

export const stageOf = (state: Open): Stage => {
  switch (state.status) {
    case 'PREPARED':
    case 'PRECOMMITTED':
      return state.status;
    case 'TERMINATING':
      return state.stage;
    case 'LEADING':
      return 'PRECOMMITTED';
  }
};

export const evolve = (state: State | undefined, note: StateNote): State => {
  switch (note.type) {
    case 'Prepared':
      return { status: 'PREPARED', ...note.data, round: 1, dead: [] };
    case 'PreCommitted':
    case 'TerminationBegun':
    case 'TerminationJoined':
    case 'StateHeard':
    case 'LeadTaken':
    case 'AckCounted':
    case 'CommitDecided':
    case 'AbortDecided':
      return evolveOpen(opened(state), note);
    case 'DecidedByHand': {
      const { wanted, round } = opened(state);
      return { status: 'BY_HAND', outcome: note.data.outcome, wanted, round };
    }
    case 'MessageIgnored':
    case 'OutcomeContradicted':
      return state ?? opened(state);
    case 'OutcomeAsked':
      return { ...byHand(state), round: note.data.round + 1 };
    default:
      return settledBy(note);
  }
};

type OpenNote = Extract<
  StateNote,
  | { readonly type: 'PreCommitted' | 'TerminationBegun' | 'TerminationJoined' | 'StateHeard' }
  | { readonly type: 'LeadTaken' | 'AckCounted' | 'CommitDecided' | 'AbortDecided' }
>;

const evolveOpen = (state: Open, { type, data }: OpenNote): Open => {
  const { wanted, round, dead } = state;
  switch (type) {
    case 'PreCommitted':
      return { status: 'PRECOMMITTED', wanted, ...data, round, dead };
    case 'TerminationBegun':
      return { ...termsOf(state), ...data, status: 'TERMINATING', wanted, stage: stageOf(state), heard: [] };
    case 'TerminationJoined':
      return { ...asking(state), round: data.round ?? round, dead: data.dead };
    case 'StateHeard':
      return state.status === 'TERMINATING' ? { ...state, heard: [...state.heard, data] } : state;
    case 'LeadTaken':
      return { status: 'LEADING', wanted, dead, ...data };
    case 'AckCounted':
      return state.status === 'LEADING' ? { ...state, acked: [...state.acked, data.by] } : state;
    case 'CommitDecided':
    case 'AbortDecided':
      return { ...state, dead: data.dead };
  }
};

/**
 * What it has heard when it knew of fewer dead does not count any more: those who have said it may have done since what one
 * of those dead said. It asks again when its patience is over.
 */
const asking = (state: Open): Open => {
  if (state.status !== 'TERMINATING') return state;
  const { wanted, round, dead, stage, terms } = state;
  return stage === 'PRECOMMITTED' && terms
    ? { status: stage, wanted, round, dead, terms, leader: coordinatorName }
    : { status: 'PREPARED', wanted, round, dead, ...(terms && { terms }) };
};

/** The prices, as far as it has heard them. */
const termsOf = ({ terms }: Open): { readonly terms?: Terms } => (terms ? { terms } : {});

const opened = (state: State | undefined): Open => {
  if (isOpen(state)) return state;
  throw new Error(`nothing is in doubt: the transaction is ${state?.status ?? 'unknown'} here`);
};

const byHand = (state: State | undefined): ByHandState => {
  if (state?.status === 'BY_HAND') return state;
  throw new Error(`nobody has decided by hand: the transaction is ${state?.status ?? 'unknown'} here`);
};
