// The REST routes of the payment service.
import { Id, Money } from '@saga-lab/contracts/primitives';
import { submit } from '@saga-lab/platform/http/context';
import type { RouteContext } from '@saga-lab/platform/http/context';
import { httpMessage } from '@saga-lab/platform/http/http-message';
import { OperatorHeaders } from '@saga-lab/platform/http/operator';
import { documentRoute, historyRoute, pathOfOne, showCurrent } from '@saga-lab/platform/http/read-routes';
import type { Resource } from '@saga-lab/platform/http/read-routes';
import { route } from '@saga-lab/platform/http/route';
import type { Route } from '@saga-lab/platform/http/route';
import { z } from 'zod';
import type { PutAccount } from '../domain/account.ts';
import { accounts } from '../read-model/accounts.ts';
import type { AccountDocument } from '../read-model/accounts.ts';
import { payments } from '../read-model/payments.ts';
import type { PaymentDocument } from '../read-model/payments.ts';

const Account = z.strictObject({
  customerId: Id,
  opening: Money.describe('Everything ever paid in; minor units, like all amounts'),
  balance: Money.describe('opening - charged + refunded'),
  charged: Money,
  refunded: Money,
  version: z.int(),
});

const accountItem: Resource<AccountDocument, typeof Account> = {
  name: 'account of',
  path: '/accounts',
  id: { customerId: Id },
  item: Account,
  show: ({ _id, status: _, ...amounts }) => ({ customerId: _id, ...amounts }),
  projection: accounts,
};

const Payment = z.strictObject({
  orderId: Id,
  status: z.enum(['CHARGED', 'DECLINED', 'REFUNDED']),
  customerId: Id.optional(),
  amount: Money.optional(),
  reason: z.enum(['INSUFFICIENT_FUNDS', 'UNKNOWN_CUSTOMER']).optional().describe('Why it was declined'),
  version: z.int(),
});

const paymentItem: Resource<PaymentDocument, typeof Payment> = {
  name: 'payment for order',
  path: '/payments',
  id: { orderId: Id },
  item: Payment,
  show: ({ _id, ...rest }) => ({ orderId: _id, ...rest }),
  projection: payments,
};

const putAccount = (context: RouteContext): Route =>
  route({
    method: 'put',
    path: pathOfOne(accountItem),
    summary: 'Opens an account, or says how much was ever paid in',
    admin: true,
    params: z.strictObject({ customerId: Id }),
    headers: OperatorHeaders,
    body: z.strictObject({ opening: Money }),
    responses: {
      200: { description: 'The account with the values now in force', schema: Account },
      409: { description: 'Less than what is charged already' },
    },
    handle: async ({ params: { customerId }, headers, body, traceparent }) => {
      const message = httpMessage(context, {
        route: 'put-account',
        subject: customerId,
        correlationId: customerId,
        traceparent,
        type: 'PutAccount',
        data: { customerId, ...body, by: headers['x-operator'] } satisfies PutAccount['data'],
      });
      await submit(context, message);
      return { status: 200, body: await showCurrent(accountItem, context, customerId) };
    },
  });

export const routes = (context: RouteContext): readonly Route[] => [
  putAccount(context),
  documentRoute(accountItem, context),
  historyRoute(accountItem, context),
  documentRoute(paymentItem, context),
  historyRoute(paymentItem, context),
];
