// What the coordinator knows of one order under TCC, and what it writes down of it.
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { firstRepeat } from '../lateness.ts';
import type { Lateness, Repeat } from '../lateness.ts';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Ignored, Note } from '../role.ts';
import type { Terms, Wanted } from '../terms.ts';

/** Nothing is decided: it may still cancel by itself. `held`: who holds already; the next one is being asked. */
export interface Trying {
  readonly status: 'TRYING';
  /** With prices as soon as somebody holds. */
  readonly wanted: Wanted | Terms;
  readonly held: readonly Party[];
}

/** Decided, and somebody has not answered; and which repeat comes next. */
interface Telling extends Repeat {
  readonly open: readonly Party[];
}
/** HALF_CONFIRMED: somebody had given back before, and it stays so until people have put it right. */
export type Confirming = Telling & {
  readonly status: 'CONFIRMING' | 'HALF_CONFIRMED';
  readonly terms: Terms;
};
export type Cancelling = Telling & {
  readonly status: 'CANCELLING';
  readonly wanted: Wanted;
  readonly reason: string;
};
export type Ended =
  | { readonly status: 'CONFIRMED'; readonly terms: Terms }
  | { readonly status: 'CANCELLED'; readonly reason: string };

export type Decided = Confirming | Cancelling | Ended;
export type Transaction = Trying | Decided;

export type TransactionNote =
  | Note<'TransactionBegun', Wanted>
  | Note<'TryCounted', { readonly by: Party; readonly terms: Terms }>
  | Note<'ConfirmDecided', Lateness & { readonly terms: Terms }>
  | Note<'CancelDecided', Cancellation>
  | Note<'CancelPresumed', { readonly reason: string }>
  | Note<'SentAgain', { readonly round: number }>
  /** `damaged`: a person had decided otherwise there. */
  | Note<'DoneCounted', { readonly by: Party; readonly damaged?: true | undefined }>
  | Note<'TransactionEnded', { readonly outcome: Ended['status'] }>
  | Note<'ParkedForPeople', Parked>
  | Ignored;

export interface Cancellation extends Lateness {
  readonly reason: string;
  /** Who is told: whoever holds something, or may do so. */
  readonly tell: readonly Party[];
  /** The person who wanted it, if it was one, and what that person said. */
  readonly by?: string;
  readonly because?: string;
}

type Parked =
  | { readonly reason: 'NO_ANSWER'; readonly open: readonly Party[] }
  | { readonly reason: 'HALF_CONFIRMED'; readonly by: Party };

export const evolve = (transaction: Transaction | undefined, note: TransactionNote): Transaction => {
  switch (note.type) {
    case 'TransactionBegun':
      return { status: 'TRYING', wanted: note.data, held: [] };
    case 'CancelPresumed':
      return { status: 'CANCELLED', reason: note.data.reason };
    case 'TryCounted':
    case 'ConfirmDecided':
    case 'CancelDecided':
      return whileTrying(inStatus(transaction, ['TRYING']), note);
    case 'SentAgain':
    case 'DoneCounted':
    case 'ParkedForPeople':
    case 'TransactionEnded':
      return whileTelling(inStatus(transaction, ['CONFIRMING', 'HALF_CONFIRMED', 'CANCELLING']), note);
    case 'MessageIgnored':
      return existing(transaction);
    default:
      return unexpected(note);
  }
};

type NoteOf<Type extends TransactionNote['type']> = Extract<TransactionNote, { type: Type }>;

const whileTrying = (
  { wanted, held }: Trying,
  { type, data }: NoteOf<'TryCounted' | 'ConfirmDecided' | 'CancelDecided'>,
): Transaction => {
  switch (type) {
    case 'TryCounted':
      return { status: 'TRYING', wanted: data.terms, held: [...held, data.by] };
    case 'ConfirmDecided':
      return { status: 'CONFIRMING', terms: data.terms, open: participantNames, ...firstRepeat(data) };
    case 'CancelDecided':
      return { status: 'CANCELLING', wanted, reason: data.reason, open: data.tell, ...firstRepeat(data) };
  }
};

const whileTelling = (
  transaction: Confirming | Cancelling,
  { type, data }: NoteOf<'SentAgain' | 'DoneCounted' | 'ParkedForPeople' | 'TransactionEnded'>,
): Transaction => {
  switch (type) {
    case 'SentAgain':
      return { ...transaction, round: data.round + 1 };
    case 'DoneCounted':
      return { ...transaction, open: transaction.open.filter((name) => name !== data.by) };
    case 'ParkedForPeople':
      return parked(transaction, data);
    case 'TransactionEnded':
      return transaction.status === 'CANCELLING'
        ? { status: 'CANCELLED', reason: transaction.reason }
        : { status: 'CONFIRMED', terms: transaction.terms };
  }
};

const parked = (transaction: Confirming | Cancelling, data: Parked): Transaction =>
  data.reason === 'NO_ANSWER' || transaction.status === 'CANCELLING'
    ? transaction
    : {
        ...transaction,
        status: 'HALF_CONFIRMED',
        open: transaction.open.filter((name) => name !== data.by),
      };

/** @throws Error for another status: no decision leads there. */
const inStatus = <Status extends Transaction['status']>(
  transaction: Transaction | undefined,
  allowed: readonly Status[],
): Extract<Transaction, { status: Status }> => {
  const found = existing(transaction);
  if (!allowed.some((status) => status === found.status))
    throw new Error(`the transaction is ${found.status}`);
  return found as Extract<Transaction, { status: Status }>;
};

/** @throws Error if there is none: what comes to a transaction that never began is never ignored. */
const existing = (transaction: Transaction | undefined): Transaction => {
  if (!transaction) throw new Error('there is no such transaction');
  return transaction;
};
