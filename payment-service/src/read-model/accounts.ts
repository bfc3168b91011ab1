// The account of every customer, for reading.
import { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Fold, Projection, RowDocument } from '@saga-lab/platform/views/projection';
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

/** The read model whose rows say how the account was after each event. */
export const STATEMENTS = 'statements';

/** What such a row says beside what a statement shows. */
export type Totals = Pick<Account, 'opening' | 'charged' | 'refunded' | 'held'>;

/** In lines and documents from before there were holds, nothing is held. */
type SinceHolds<T extends { readonly held: number }> = Omit<T, 'held'> & Partial<Pick<T, 'held'>>;

type Said = SinceHolds<Totals> & Pick<Account, 'balance'> & { readonly at: string };

const asOfRow = (row: RowDocument): Fold<AccountDocument> => {
  const { of: _id, version, at, ...line } = row as RowDocument & Said;
  const { opening, balance, charged, refunded, held = 0 } = line;
  const document = { status: 'OPEN', opening, balance, charged, refunded, held, version, _id } as const;
  return { version, at: Date.parse(at), document };
};

export const accountResource = {
  name: 'account of',
  path: '/accounts',
  id: { customerId: Id },
  item: AccountDto,
  show: ({ _id, status: _, held = 0, ...amounts }: SinceHolds<AccountDocument>): AccountDto => ({
    customerId: _id,
    ...amounts,
    held,
  }),
  projection: accounts,
  milestones: { view: STATEMENTS, foldOf: asOfRow },
  corrections: { rules: accountCorrections, projection: accountsThen },
};
