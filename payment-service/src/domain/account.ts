// The account of one customer: what was paid in, charged and given back.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Correction, OwnFact } from '@saga-lab/platform/decider/valid-time';

/** Minor units. Always balance = opening - charged + refunded, and none is below zero. */
export interface Account {
  readonly status: 'OPEN';
  readonly opening: number;
  readonly balance: number;
  readonly charged: number;
  readonly refunded: number;
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
  | NewEvent<'AmountCharged' | 'AmountRefunded', Moved>;

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

const unopened = { opening: 0, charged: 0, refunded: 0, version: 0 };

/** @throws Error if an amount is impossible: some decision was wrong. */
export const evolveAccount = (account: Account | undefined, event: AccountEvent): Account =>
  possible(counted(moved(account ?? unopened, event)));

/** What was so, as it is known now: if more was charged than was there, `balance` is below zero. */
export const evolveAccountThen = (account: Account | undefined, event: AccountEventThen): Account =>
  counted(moved(account ?? unopened, event));

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
const counted = ({ opening, charged, refunded, version }: Amounts): Account => ({
  status: 'OPEN',
  opening,
  balance: opening - charged + refunded,
  charged,
  refunded,
  version: version + 1,
});

const possible = (account: Account): Account => {
  const { opening, balance, charged, refunded } = account;
  for (const amount of [opening, charged, refunded, charged - refunded, balance])
    if (!Number.isSafeInteger(amount) || amount < 0) throw new Error(`impossible amount: ${amount}`);
  return account;
};

export const putAccount = (
  account: Account | undefined,
  { data: { customerId, opening, by } }: PutAccount,
): Decision<AccountEvent> => {
  if (account?.opening === opening) return nothing;
  const spent = account ? account.charged - account.refunded : 0;
  if (opening < spent) return refuse('BELOW_CHARGED', belowSpent(customerId, spent));
  const type = account ? 'AccountAdjusted' : 'AccountOpened';
  return { events: [{ stream: accountStream(customerId), type, data: { opening, by } }], messages: [] };
};

export const belowSpent = (customerId: string, spent: number): string =>
  `${spent} of ${customerId}'s money is charged already: opening may not be less`;
