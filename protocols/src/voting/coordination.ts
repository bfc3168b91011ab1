// What the coordinator of a voting protocol knows of one transaction, and what it writes down of it.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { firstRepeat } from '../lateness.ts';
import type { Lateness, Repeat } from '../lateness.ts';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Ignored, Note } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';

/** Nothing is decided yet, so that it may still abort by itself. */
export type Undecided =
  | { readonly status: 'QUOTING'; readonly wanted: Wanted }
  | { readonly status: 'VOTING'; readonly terms: Terms; readonly yes: readonly Party[] };

/** Decided, and not everybody has done it; and which repeat comes next. */
export type Delivering = Repeat & { readonly open: readonly Party[] } & (
    | { readonly status: 'COMMITTING'; readonly terms: Terms }
    | { readonly status: 'ABORTING'; readonly wanted: Wanted; readonly reason: string }
  );

/** Nothing is forgotten: an aborted transaction that nobody ever began stays as a tombstone. */
export type Ended =
  | { readonly status: 'COMMITTED'; readonly terms: Terms }
  | { readonly status: 'ABORTED'; readonly reason: string };

export type Coordination = Undecided | Delivering | Ended;

export type CoordinationNote =
  | Note<'TransactionBegun', Wanted>
  | Note<'TermsFixed', Terms>
  | Note<'VoteCounted', { readonly by: Party }>
  | Note<'CommitDecided', Lateness & { readonly terms: Terms }>
  | Note<'AbortDecided', AbortDecided>
  | Note<'AbortPresumed', { readonly reason: string }>
  | Note<'DoneCounted', Counted>
  | Note<'OutcomeRepeated', { readonly round: number }>
  | Note<'TransactionParked', { readonly open: readonly Party[] }>
  | Note<'TransactionEnded', { readonly outcome: Ended['status'] }>
  | Ignored;

/** Who has done it; `damaged`: where a person had decided otherwise, so that it stays undone. */
export interface Counted {
  readonly by: Party;
  readonly damaged?: true | undefined;
}

export interface AbortDecided extends Lateness {
  readonly wanted: Wanted;
  readonly reason: string;
  /** Who is told; not who has said no itself. */
  readonly tell: readonly Party[];
  /** The person who wanted it, if it was one, and what that person said. */
  readonly by?: string;
  readonly because?: string;
}

export const evolveCoordination = (
  state: Coordination | undefined,
  { type, data }: CoordinationNote,
): Coordination => {
  switch (type) {
    case 'TransactionBegun':
      return { status: 'QUOTING', wanted: data };
    case 'TermsFixed':
      return { status: 'VOTING', terms: data, yes: [] };
    case 'VoteCounted':
      return withVote(state, data.by);
    case 'CommitDecided':
      return { status: 'COMMITTING', terms: data.terms, open: participantNames, ...firstRepeat(data) };
    case 'AbortDecided': {
      const { wanted, reason, tell: open } = data;
      return { status: 'ABORTING', wanted, reason, open, ...firstRepeat(data) };
    }
    case 'AbortPresumed':
      return { status: 'ABORTED', reason: data.reason };
    case 'DoneCounted': {
      const known = delivering(state);
      return { ...known, open: known.open.filter((name) => name !== data.by) };
    }
    case 'OutcomeRepeated':
      return { ...delivering(state), round: data.round + 1 };
    case 'TransactionEnded':
      return ended(delivering(state));
    case 'TransactionParked':
    case 'MessageIgnored':
      return begun(state);
    default:
      return unexpected(type);
  }
};

const withVote = (state: Coordination | undefined, by: Party): Coordination => {
  if (state?.status !== 'VOTING') throw new Error(`a vote is counted, but the transaction ${named(state)}`);
  return { ...state, yes: [...state.yes, by] };
};

const delivering = (state: Coordination | undefined): Delivering => {
  if (state?.status === 'COMMITTING' || state?.status === 'ABORTING') return state;
  throw new Error(`an outcome is delivered, but the transaction ${named(state)}`);
};

const ended = (state: Delivering): Ended =>
  state.status === 'COMMITTING'
    ? { status: 'COMMITTED', terms: state.terms }
    : { status: 'ABORTED', reason: state.reason };

const begun = (state: Coordination | undefined): Coordination => {
  if (!state) throw new Error('the transaction has not begun');
  return state;
};

const named = (state: Coordination | undefined): string => (state ? `is ${state.status}` : 'has not begun');
