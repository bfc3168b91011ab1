// The REST routes of the orchestrator: sagas to look at, and three acts for an operator.
import { ByHandRequest, TransactionStatus } from '@saga-lab/contracts/dtos/role';
import { SagaCountsDto, SagaDto } from '@saga-lab/contracts/dtos/saga';
import { Id } from '@saga-lab/contracts/primitives';
import { SagaStatus } from '@saga-lab/contracts/saga';
import { submit } from '@saga-lab/platform/http/routes/context';
import type { RouteContext } from '@saga-lab/platform/http/routes/context';
import { httpMessage } from '@saga-lab/platform/http/routes/http-message';
import { OperatorHeaders } from '@saga-lab/platform/http/routes/operator';
import { diffRoute } from '@saga-lab/platform/http/routes/diff-route';
import {
  documentRoute,
  historyRoute,
  listRoute,
  showCurrent,
} from '@saga-lab/platform/http/routes/read-routes';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import { pathOfOne } from '@saga-lab/platform/http/routes/resource';
import { byHandRoute, roleRoutes } from '@saga-lab/platform/http/routes/role-routes';
import { route } from '@saga-lab/platform/http/routes/route';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { z } from 'zod';
import { orderSummaries, orderSummaryResource, sagaResource } from '../read-model/order-summaries.ts';
import { coordinated, transactions } from '../read-model/transactions.ts';
import type { OperatorAct } from '../saga/table.ts';

const Reason = z.strictObject({ reason: z.string().trim().min(1).max(500) });

interface Act<Body extends z.ZodType> {
  /** Last part of the path. */
  readonly name: string;
  readonly summary: string;
  readonly done: string;
  readonly impossible: string;
  readonly body?: Body;
  readonly toMessage: (by: string, body: z.infer<Body>) => Pick<OperatorAct, 'type' | 'data'>;
}

const actRoute = <Body extends z.ZodType>(context: RouteContext, act: Act<Body>): Route =>
  route({
    method: 'post',
    path: `${pathOfOne(sagaResource)}/${act.name}`,
    summary: act.summary,
    admin: true,
    params: z.strictObject({ sagaId: Id }),
    headers: OperatorHeaders,
    ...(act.body && { body: act.body }),
    responses: {
      200: { description: act.done, schema: SagaDto },
      409: { description: act.impossible },
    },
    handle: async ({ params: { sagaId }, headers, body, traceparent }) => {
      const message = httpMessage(context, {
        route: `${act.name}-saga`,
        subject: sagaId,
        correlationId: sagaId,
        traceparent,
        seen: headers['x-lamport'],
        ...act.toMessage(headers['x-operator'], body),
      });
      await submit(context, { ...message, sagaId });
      return { status: 200, body: await showCurrent(sagaResource, context, sagaId) };
    },
  });

const retry = (context: RouteContext): Route =>
  actRoute(context, {
    name: 'retry',
    summary: 'Sends the open command again, now',
    done: 'Sent',
    impossible: 'The saga has ended',
    toMessage: (by) => ({ type: 'RetrySaga', data: { by } }),
  });

const abort = (context: RouteContext): Route =>
  actRoute(context, {
    name: 'abort',
    summary: 'Gives the saga up: everything is undone. Possible until the pivot is sent',
    done: 'It is being undone',
    impossible: 'The pivot was sent, so it can only go forward; or it has ended',
    body: Reason,
    toMessage: (by, { reason }) => ({ type: 'AbortSaga', data: { by, reason } }),
  });

const resolve = (context: RouteContext): Route =>
  actRoute(context, {
    name: 'resolve',
    summary: 'Says that the open step of a parked saga has been done by hand',
    done: 'The saga goes on',
    impossible: 'The saga is not parked, or has ended',
    body: Reason,
    toMessage: (by, { reason }) => ({ type: 'ResolveStep', data: { by, reason } }),
  });

const abortTransaction = (context: RouteContext): Route =>
  byHandRoute(context, {
    roles: transactions,
    act: 'abort',
    summary: 'Gives a transaction up before it is decided, under another protocol than the saga',
    done: 'It is being aborted',
    impossible: 'It is decided already, or nobody coordinates it',
    body: ByHandRequest,
    toMessage: (asked, { protocol }) => {
      if (!coordinated.includes(protocol))
        throw new Problem(409, 'NOT_COORDINATED', `Nobody coordinates orders of ${protocol}.`);
      return { type: 'AbortByHand', data: asked };
    },
  });

/** According to the read model, which follows within moments. */
const count = ({ views }: RouteContext): Route =>
  route({
    method: 'get',
    path: '/saga-counts',
    summary: 'How many sagas there are in each status',
    responses: { 200: { description: 'A number for every status', schema: SagaCountsDto } },
    handle: async () => {
      const counted = SagaStatus.options.map(
        async (status) => [status, await views.count(orderSummaries.view, { status })] as const,
      );
      return { status: 200, body: { counts: Object.fromEntries(await Promise.all(counted)) } };
    },
  });

export const routes = (context: RouteContext): readonly Route[] => [
  listRoute(sagaResource, context, { status: SagaStatus.optional() }),
  count(context),
  documentRoute(sagaResource, context),
  historyRoute(sagaResource, context),
  diffRoute(sagaResource, context),
  listRoute(orderSummaryResource, context, { customerId: Id.optional(), status: SagaStatus.optional() }),
  documentRoute(orderSummaryResource, context),
  retry(context),
  abort(context),
  resolve(context),
  ...roleRoutes(context, transactions, TransactionStatus),
  abortTransaction(context),
];
