// What was said of an account by mistake, or was not said: recorded now, valid earlier. Decided on the present, by what the past was.
import { refuse } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { changedMeanwhile, uncorrectable } from '@saga-lab/platform/decider/refusals';
import type { CorrectionRules } from '@saga-lab/platform/decider/valid-time';
import { accountStream, belowSpent, named, spentOf } from './account.ts';
import type { Account, AccountCorrection, AccountEvent } from './account.ts';

/** The request of the operator `by` to correct what the history says; amounts in minor units. */
export type CorrectAccount = Message<
  'CorrectAccount',
  {
    readonly customerId: string;
    readonly corrects: AccountCorrection;
    readonly reason: string;
    readonly by: string;
    /** The version up to which the history was read; this is decided on no other. */
    readonly seen: number;
    /** What was paid in all in all, as the corrected history gives it. */
    readonly opening: number;
    /** Whether the history says so already. */
    readonly isSoAlready: boolean;
  }
>;

export const accountCorrections: CorrectionRules = {
  type: 'AccountCorrected',
  facts: ['AccountOpened', 'AccountAdjusted'],
};

export const correctAccount = (
  account: Account | undefined,
  { data, receivedAt }: CorrectAccount & Stamp,
): Decision<AccountEvent> => {
  const { customerId, corrects, reason, by, seen, opening } = data;
  if (account?.version !== seen) return changedMeanwhile(named(customerId));
  const refused = uncorrectable(named(customerId), data, receivedAt);
  if (refused) return refused;
  const spent = spentOf(account);
  if (opening < spent) return refuse('BELOW_CHARGED', tooLittle(customerId, opening, spent));
  if (!Number.isSafeInteger(opening)) return refuse('TOO_MUCH_MONEY', tooMuch(customerId));
  const stream = accountStream(customerId);
  return {
    events: [{ stream, type: 'AccountCorrected', data: { opening, corrects, reason, by } }],
    messages: [],
  };
};

const tooLittle = (customerId: string, opening: number, spent: number): string =>
  `With this, ${opening} would have been paid in all in all; ${belowSpent(customerId, spent)}`;

const tooMuch = (customerId: string): string =>
  `with this, more would have been paid in by ${customerId} in all than can be counted`;
