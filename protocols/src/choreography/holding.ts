// What one who holds something knows of an order under choreography, and what it writes down of it.
import type { States } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Party } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import type { Ignored, Note, Reaction } from '../role.ts';
import type { Terms } from '../terms.ts';
import type { ToHolder } from './messages.ts';

/** The words of one of them. */
export interface Words {
  /** The event because of which it holds. */
  readonly hears: 'OrderPlaced' | 'StockReserved';
  readonly says: 'StockReserved' | 'PaymentCharged';
  readonly refuses: 'StockInsufficient' | 'PaymentDeclined';
}

export interface Place {
  readonly self: Party;
  readonly words: Words;
  readonly resource: Setting['resource'];
  readonly states: States<never>;
  readonly timing: Timing;
}

export type Held = Reaction<HoldingNote>;
export type Incoming<Type extends ToHolder['type']> = Extract<ToHolder, { readonly type: Type }> & Stamp;

/** `round`: which question comes next. */
export type Holding =
  | { readonly status: 'HOLDING'; readonly terms: Terms; readonly round: number }
  | { readonly status: 'REFUSED'; readonly reason: string }
  /** `damaged`: by a person's decision, and the order has ended otherwise. */
  | { readonly status: 'CONFIRMED' | 'GIVEN_BACK'; readonly damaged?: true }
  /** The order was rejected before this one heard that it was placed. */
  | { readonly status: 'CANCELLED' };

export type HoldingNote =
  | Note<'Taken', { readonly terms: Terms }>
  | Note<'Refused', { readonly reason: string }>
  | Note<'OutcomeAsked', { readonly round: number }>
  | Note<'Confirmed' | 'GivenBack' | 'Cancelled', { readonly orderId: string }>
  | Note<
      'DecidedByHand',
      { readonly outcome: 'COMMIT' | 'ABORT'; readonly reason: string; readonly by: string }
    >
  | Note<'HeuristicDamage', { readonly here: 'CONFIRMED' | 'GIVEN_BACK'; readonly heard: string }>
  | Ignored;

export const evolve = (state: Holding | undefined, note: HoldingNote): Holding => {
  switch (note.type) {
    case 'Taken':
      return { status: 'HOLDING', terms: note.data.terms, round: 1 };
    case 'Refused':
      return { status: 'REFUSED', reason: note.data.reason };
    case 'OutcomeAsked':
      return { ...holding(state), round: note.data.round + 1 };
    case 'Confirmed':
      return { status: 'CONFIRMED' };
    case 'GivenBack':
      return { status: 'GIVEN_BACK' };
    case 'DecidedByHand':
      return { status: note.data.outcome === 'COMMIT' ? 'CONFIRMED' : 'GIVEN_BACK' };
    case 'Cancelled':
      return { status: 'CANCELLED' };
    case 'HeuristicDamage':
      return { status: note.data.here, damaged: true };
    case 'MessageIgnored':
      if (!state) throw new Error('nothing that comes first is ignored');
      return state;
    default:
      return unexpected(note);
  }
};

/** @throws Error if it holds nothing: no decision leads there. */
export const holding = (state: Holding | undefined): Extract<Holding, { status: 'HOLDING' }> => {
  if (state?.status !== 'HOLDING')
    throw new Error(`nothing is held: ${state?.status ?? 'nothing was heard'}`);
  return state;
};
