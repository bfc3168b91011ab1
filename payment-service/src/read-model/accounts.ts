// The account of every customer, for reading.
import { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { accountCorrections } from '../domain/correct.ts';
import { evolveAccount, evolveAccountThen } from '../domain/account.ts';
import type { Account, AccountEvent, AccountEventThen } from '../domain/account.ts';

export type AccountDocument = ViewDocument & Account;

export const accounts = {
  view: 'accounts',
  category: categories.account,
  apply: (document: AccountDocument | undefined, event: RecordedEvent) =>
    evolveAccount(document, event as AccountEvent),
} satisfies Projection<AccountDocument>;

const accountsThen = {
  ...accounts,
  apply: (document: AccountDocument | undefined, event: RecordedEvent) =>
    evolveAccountThen(document, event as AccountEventThen),
} satisfies Projection<AccountDocument>;

export const accountResource = {
  name: 'account of',
  path: '/accounts',
  id: { customerId: Id },
  item: AccountDto,
  show: ({ _id, status: _, ...amounts }: AccountDocument): AccountDto => ({ customerId: _id, ...amounts }),
  projection: accounts,
  corrections: { rules: accountCorrections, projection: accountsThen },
};
