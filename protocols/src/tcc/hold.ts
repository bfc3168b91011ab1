// What a participant knows of one order under TCC, and what it writes down of it.
import type { States } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Party } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import type { Ignored, Note, Reaction } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';
import type { ToParticipant } from './messages.ts';

/** Empty cancellation, hanging try and double confirmation are not caught by a wrapper here: these states know them. */
export type Hold =
  /** In doubt. `round`: which question comes next. */
  | { readonly status: 'TRIED'; readonly wanted: Wanted | Terms; readonly round: number }
  | { readonly status: 'REFUSED'; readonly reason: string }
  /** `byHand`: a person has decided so, before the outcome was known here. `truth`: the outcome, where it is the other one. */
  | { readonly status: 'CONFIRMED' | 'CANCELLED'; readonly byHand: boolean; readonly truth?: Outcome }
  /** Given back because its time was over. */
  | { readonly status: 'LAPSED' };

export type HoldNote =
  | Note<'Tried', { readonly wanted: Wanted; readonly terms?: Terms }>
  | Note<'TryRefused', { readonly reason: string }>
  | Note<'Confirmed' | 'Cancelled' | 'Lapsed' | 'ConfirmTooLate', { readonly orderId: string }>
  | Note<'OutcomeAsked', { readonly round: number }>
  | Note<'DecidedByHand', DecidedByHand>
  | Note<'HeuristicDamage', HeuristicDamage>
  | Ignored;

interface DecidedByHand {
  readonly outcome: 'COMMIT' | 'ABORT';
  readonly reason: string;
  readonly by: string;
}

interface HeuristicDamage {
  readonly decidedByHand: Outcome;
  readonly outcome: Outcome;
}

export type Outcome = 'CONFIRMED' | 'CANCELLED';

export type Held = Reaction<HoldNote>;
export type Incoming<Type extends ToParticipant['type']> = Extract<ToParticipant, { readonly type: Type }> &
  Stamp;

/** Where a role stands. `states`: of the service's own streams, for its resource alone. */
export interface Place {
  readonly self: Party;
  readonly resource: Setting['resource'];
  readonly states: States<never>;
  readonly timing: Timing;
}

export const evolve = (hold: Hold | undefined, note: HoldNote): Hold => {
  switch (note.type) {
    case 'Tried':
      return { status: 'TRIED', wanted: note.data.terms ?? note.data.wanted, round: 1 };
    case 'TryRefused':
      return { status: 'REFUSED', reason: note.data.reason };
    case 'Confirmed':
      return { status: 'CONFIRMED', byHand: false };
    case 'Cancelled':
      return { status: 'CANCELLED', byHand: false };
    case 'DecidedByHand':
      return { status: note.data.outcome === 'COMMIT' ? 'CONFIRMED' : 'CANCELLED', byHand: true };
    case 'Lapsed':
      return { status: 'LAPSED' };
    case 'OutcomeAsked':
      return { ...inDoubt(hold), round: note.data.round + 1 };
    case 'HeuristicDamage':
      return { ...decided(hold), truth: note.data.outcome };
    case 'ConfirmTooLate':
    case 'MessageIgnored':
      return existing(hold);
    default:
      return unexpected(note);
  }
};

/** @throws Error if it is not: no decision leads there. */
const inDoubt = (hold: Hold | undefined): Extract<Hold, { status: 'TRIED' }> => {
  if (hold?.status !== 'TRIED') throw new Error(`not in doubt: ${hold?.status ?? 'never tried'}`);
  return hold;
};

/** @throws Error if it is not: only then there can be another outcome. */
const decided = (hold: Hold | undefined): Extract<Hold, { byHand: boolean }> => {
  if (hold?.status === 'CONFIRMED' || hold?.status === 'CANCELLED') return hold;
  throw new Error(`not decided: ${hold?.status ?? 'never tried'}`);
};

/** @throws Error if there is none: nothing that comes first is ignored. */
const existing = (hold: Hold | undefined): Hold => {
  if (!hold) throw new Error('never tried');
  return hold;
};
