// The account of one customer: what was paid in, charged, given back and held.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Correction, OwnFact } from '@saga-lab/platform/decider/valid-time';

/** Minor units. Always balance = opening - charged + refunded - held, and none is below zero. */
export interface Account {
  readonly status: 'OPEN';
  readonly opening: number;
  readonly balance: number;
  readonly charged: number;
  readonly refunded: number;
  /** Set aside for orders of which nobody knows yet how they end. */
  readonly held: number;
  /** Of its last event. */
  readonly version: number;
}

interface Restored {
  readonly toVersion: number;
  readonly opening: number;
  /** Orders that this takes back as a whole. */
  readonly undone: readonly string[];
  /** All that were charged only since, too. */
  readonly undoneSince: boolean;
  readonly reason: string;
  readonly by: string;
}

/** Minor units of the currency (ISO 4217). Of schema version 1 and older, which had no currency, see contracts' `upcasters`. */
interface Moved {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
}

export type AccountEvent =
  | NewEvent<'AccountOpened' | 'AccountAdjusted', { readonly opening: number; readonly by: string }>
  | NewEvent<'AccountRestored', Restored>
  | NewEvent<
      'AccountCorrected',
      Opening & { readonly corrects: AccountCorrection; readonly reason: string; readonly by: string }
    >
  | NewEvent<AmountEvent, Moved>;

/** Charged at once and given back; or held, and then captured or released. */
export type AmountEvent =
  'AmountCharged' | 'AmountRefunded' | 'AmountHeld' | 'AmountCaptured' | 'AmountReleased';

interface Opening {
  readonly opening: number;
}

/** Money settled for an order that would have cost another amount; above zero: the customer gets it back. */
export interface Difference extends OwnFact {
  readonly orderId: string;
  readonly amount: number;
  /** Id of the correction that it follows from. */
  readonly because: string;
}

export type AccountCorrection = Correction<Opening> | Difference;

/** What a correction says in its place in a timeline (see `valid-time`). */
interface CorrectedThen extends Partial<Opening> {
  readonly amount?: number;
}

export type AccountEventThen = AccountEvent | NewEvent<'AccountCorrected', CorrectedThen>;

/** The request of the operator `by` that the account has started, all in all, with `opening`. */
export type PutAccount = Message<
  'PutAccount',
  { readonly customerId: string; readonly opening: number; readonly by: string }
>;

/** For people. */
export const named = (customerId: string): string => `the account of ${customerId}`;

export const accountStream = (customerId: string): string => streamOf(categories.account, customerId);

const unopened = { opening: 0, charged: 0, refunded: 0, held: 0, version: 0 };

/** @throws Error if an amount is impossible: some decision was wrong. */
export const evolveAccount = (account: Account | undefined, event: AccountEvent): Account =>
  possible(counted(moved({ ...unopened, ...account }, event)));

/** What was so, as it is known now: if more was charged than was there, `balance` is below zero. */
export const evolveAccountThen = (account: Account | undefined, event: AccountEventThen): Account =>
  counted(moved({ ...unopened, ...account }, event));

type Amounts = typeof unopened;

const moved = (before: Amounts, event: AccountEventThen): Amounts => {
  switch (event.type) {
    case 'AccountOpened':
    case 'AccountAdjusted':
    case 'AccountRestored':
      return { ...before, opening: event.data.opening };
    case 'AccountCorrected': {
      const { opening = before.opening, amount = 0 } = event.data as CorrectedThen;
      return { ...before, opening: opening + amount };
    }
    case 'AmountCharged':
      return { ...before, charged: before.charged + inOneCurrency(event.data) };
    case 'AmountRefunded':
      return { ...before, refunded: before.refunded + inOneCurrency(event.data) };
    case 'AmountHeld':
      return { ...before, held: before.held + inOneCurrency(event.data) };
    case 'AmountCaptured': {
      const amount = inOneCurrency(event.data);
      return { ...before, held: before.held - amount, charged: before.charged + amount };
    }
    case 'AmountReleased':
      return { ...before, held: before.held - inOneCurrency(event.data) };
    default:
      return unexpected(event);
  }
};

/** @throws Error for another currency: it cannot be added up. */
const inOneCurrency = ({ amount, currency }: Moved): number => {
  if (currency === CURRENCY) return amount;
  throw new Error(`an amount in ${currency}, and not in ${CURRENCY}`);
};

/** The account with one event more. */
const counted = ({ opening, charged, refunded, held, version }: Amounts): Account => ({
  status: 'OPEN',
  opening,
  balance: opening - charged + refunded - held,
  charged,
  refunded,
  held,
  version: version + 1,
});

const possible = (account: Account): Account => {
  const { opening, balance, charged, refunded, held } = account;
  for (const amount of [opening, charged, refunded, held, charged - refunded, balance])
    if (!Number.isSafeInteger(amount) || amount < 0) throw new Error(`impossible amount: ${amount}`);
  return account;
};

export const putAccount = (
  account: Account | undefined,
  { data: { customerId, opening, by } }: PutAccount,
): Decision<AccountEvent> => {
  if (account?.opening === opening) return nothing;
  const spent = account ? spentOf(account) : 0;
  if (opening < spent) return refuse('BELOW_CHARGED', belowSpent(customerId, spent));
  const type = account ? 'AccountAdjusted' : 'AccountOpened';
  return { events: [{ stream: accountStream(customerId), type, data: { opening, by } }], messages: [] };
};

/** Charged and not given back, or held: as much at least must have been paid in. */
export const spentOf = ({ charged, refunded, held }: Account): number => charged - refunded + held;

export const belowSpent = (customerId: string, spent: number): string =>
  `${spent} of ${customerId}'s money is charged or held already: opening may not be less`;
