// The REST routes of the payment service.
import { AccountCorrectionRequest } from '@saga-lab/contracts/corrections';
import { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { Id, Money } from '@saga-lab/contracts/primitives';
import { submit } from '@saga-lab/platform/http/routes/context';
import type { RouteContext } from '@saga-lab/platform/http/routes/context';
import { httpMessage } from '@saga-lab/platform/http/routes/http-message';
import { OperatorHeaders } from '@saga-lab/platform/http/routes/operator';
import { correctionRoute } from '@saga-lab/platform/http/routes/correction-route';
import { diffRoute } from '@saga-lab/platform/http/routes/diff-route';
import {
  documentRoute,
  historyRoute,
  listRoute,
  showCurrent,
} from '@saga-lab/platform/http/routes/read-routes';
import { holdRoutes } from '@saga-lab/platform/http/routes/hold-routes';
import { pathOfOne } from '@saga-lab/platform/http/routes/resource';
import { restoreRoute, WHERE_ALL_ARE } from '@saga-lab/platform/http/routes/restore-route';
import { linesRoute } from '@saga-lab/platform/http/routes/row-routes';
import { route } from '@saga-lab/platform/http/routes/route';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { z } from 'zod';
import type { PutAccount } from '../domain/account.ts';
import { holds } from '../read-model/holds.ts';
import { accountResource } from '../read-model/accounts.ts';
import { paymentResource } from '../read-model/payments.ts';
import { statementResource } from '../read-model/statements.ts';
import { accountCorrecting, accountRestoring, expectPaidBy } from './history-commands.ts';

const putAccount = (context: RouteContext): Route =>
  route({
    method: 'put',
    path: pathOfOne(accountResource),
    summary: 'Opens an account, or says how much was ever paid in',
    admin: true,
    params: z.strictObject({ customerId: Id }),
    headers: OperatorHeaders,
    body: z.strictObject({ opening: Money }),
    responses: {
      200: { description: 'The account with the values now in force', schema: AccountDto },
      409: { description: 'Less than what is charged or on hold already' },
    },
    handle: async ({ params: { customerId }, headers, body, traceparent }) => {
      const message = httpMessage(context, {
        route: 'put-account',
        subject: customerId,
        correlationId: customerId,
        traceparent,
        seen: headers['x-lamport'],
        type: 'PutAccount',
        data: { customerId, ...body, by: headers['x-operator'] } satisfies PutAccount['data'],
      });
      await submit(context, message);
      return { status: 200, body: await showCurrent(accountResource, context, customerId) };
    },
  });

const restoreAccount = (context: RouteContext): Route =>
  restoreRoute(context, {
    ...accountRestoring,
    summary: 'Brings back the balance of an earlier version',
    impossible: `Orders hold money that was there then, and are not to be undone: \`held\` says how many do, and lists the first of them; ${WHERE_ALL_ARE}`,
    orderId: Id,
  });

const correctAccount = (context: RouteContext): Route =>
  correctionRoute(context, {
    ...accountCorrecting,
    summary: 'Corrects what the history says, by an event that is recorded now and was so earlier',
    impossible:
      'Nothing to correct, or no operator said it (`NOT_CORRECTABLE`), or more is charged than would be there',
    body: AccountCorrectionRequest,
    expectPossible: expectCharged(context),
  });

/** A difference is about an order that the customer paid. */
const expectCharged =
  (context: RouteContext) =>
  async (
    customerId: string,
    corrects: { readonly kind: string; readonly orderId?: string },
  ): Promise<void> => {
    if (corrects.orderId === undefined) return;
    expectPaidBy(customerId, await showCurrent(paymentResource, context, corrects.orderId));
  };

export const routes = (context: RouteContext): readonly Route[] => [
  putAccount(context),
  restoreAccount(context),
  correctAccount(context),
  listRoute(accountResource, context),
  documentRoute(accountResource, context),
  historyRoute(accountResource, context),
  diffRoute(accountResource, context),
  linesRoute(statementResource, context),
  listRoute(paymentResource, context),
  documentRoute(paymentResource, context),
  historyRoute(paymentResource, context),
  diffRoute(paymentResource, context),
  ...holdRoutes(context, holds),
];
