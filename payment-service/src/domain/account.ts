// The account of one customer: what was paid in, charged and given back.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { unexpected } from '@saga-lab/platform/decider/unexpected';

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
  | NewEvent<'AmountCharged' | 'AmountRefunded', Moved>;

/** The request of the operator `by` that the account has started, all in all, with `opening`. */
export type PutAccount = Message<
  'PutAccount',
  { readonly customerId: string; readonly opening: number; readonly by: string }
>;

export const accountStream = (customerId: string): string => streamOf(categories.account, customerId);

const unopened = { opening: 0, charged: 0, refunded: 0, version: 0 };

export const evolveAccount = (account: Account | undefined, event: AccountEvent): Account => {
  const before = account ?? unopened;
  switch (event.type) {
    case 'AccountOpened':
    case 'AccountAdjusted':
    case 'AccountRestored':
      return counted({ ...before, opening: event.data.opening });
    case 'AmountCharged':
      return counted({ ...before, charged: before.charged + inOneCurrency(event.data) });
    case 'AmountRefunded':
      return counted({ ...before, refunded: before.refunded + inOneCurrency(event.data) });
    default:
      return unexpected(event);
  }
};

/** @throws Error for another currency: it cannot be added up. */
const inOneCurrency = ({ amount, currency }: Moved): number => {
  if (currency === CURRENCY) return amount;
  throw new Error(`an amount in ${currency}, and not in ${CURRENCY}`);
};

/** The account with one event more. @throws Error if an amount is impossible: some decision was wrong. */
const counted = ({ opening, charged, refunded, version }: typeof unopened): Account => {
  const spent = charged - refunded;
  const balance = opening - spent;
  for (const amount of [opening, charged, refunded, spent, balance])
    if (!Number.isSafeInteger(amount) || amount < 0) throw new Error(`impossible amount: ${amount}`);
  return { status: 'OPEN', opening, balance, charged, refunded, version: version + 1 };
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

const belowSpent = (customerId: string, spent: number): string =>
  `${spent} of ${customerId}'s money is charged already: opening may not be less`;
