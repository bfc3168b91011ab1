// An account as it is shown over HTTP.
import { Id, Money } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { accounts } from '../read-model/accounts.ts';
import type { AccountDocument } from '../read-model/accounts.ts';

export const Account = z.strictObject({
  customerId: Id,
  opening: Money.describe('Everything ever paid in; minor units, like all amounts'),
  balance: Money.describe('opening - charged + refunded'),
  charged: Money,
  refunded: Money,
  version: z.int(),
});

export const accountItem: Resource<AccountDocument, typeof Account> = {
  name: 'account of',
  path: '/accounts',
  id: { customerId: Id },
  item: Account,
  show: ({ _id, status: _, ...amounts }) => ({ customerId: _id, ...amounts }),
  projection: accounts,
};
