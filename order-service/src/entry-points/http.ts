// The REST routes of the order service.
import { AcceptedOrderDto, OrderDto } from '@saga-lab/contracts/dtos/order';
import { OrderStatus } from '@saga-lab/contracts/order';
import { Id, Lines } from '@saga-lab/contracts/primitives';
import { submit } from '@saga-lab/platform/http/routes/context';
import type { RouteContext } from '@saga-lab/platform/http/routes/context';
import { httpMessage, IdempotencyHeaders } from '@saga-lab/platform/http/routes/http-message';
import { holdRoutes } from '@saga-lab/platform/http/routes/hold-routes';
import { diffRoute } from '@saga-lab/platform/http/routes/diff-route';
import {
  documentRoute,
  historyRoute,
  listRoute,
  showCurrent,
} from '@saga-lab/platform/http/routes/read-routes';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import { pathOfOne } from '@saga-lab/platform/http/routes/resource';
import { route } from '@saga-lab/platform/http/routes/route';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { z } from 'zod';
import { BY_VALUE, wayOf } from '@saga-lab/protocols/by-value';
import { protocols } from '@saga-lab/protocols/index';
import type { PlaceOrder, RequestCancellation } from '../domain/order.ts';
import type { PlaceOrderUnder } from '../domain/taking.ts';
import { holds } from '../read-model/holds.ts';
import { orderResource } from '../read-model/orders.ts';

/** Does what places an order, or throws while no new order is taken. */
type Admit = <T>(place: () => Promise<T>) => Promise<T>;

/** `saga`, which is an order's way unless it asks for another, and those that it may ask for. */
const SAGA = 'saga';
const Way = z.enum([SAGA, ...protocols.map(({ name }) => name)]);

const NewOrder = z.strictObject({
  customerId: Id,
  lines: Lines,
  protocol: z
    .enum([...Way.options, BY_VALUE])
    .optional()
    .describe(
      'Who decides about the order; `saga` unless told; `by-value`: the saga, or `2pc` if it is large',
    ),
});

export interface Taking {
  readonly admit: Admit;
  /** Of the ways to agree, those whose processes run. */
  readonly running: readonly string[];
  /** Pieces from which on an order is large, where it asks to be taken by its value. */
  readonly byValuePieces: number;
}

/** An order that was accepted when it ran is answered as it was then. @throws Problem 503 PROTOCOL_NOT_RUNNING */
const expectRunning = async (
  { store }: RouteContext,
  running: readonly string[],
  { protocol, messageId }: { readonly protocol: string; readonly messageId: string },
): Promise<void> => {
  if (running.includes(protocol) || (await store.find([messageId])).length > 0) return;
  const detail = `Nobody here would decide about an order of ${protocol}: ${running.join(', ')} run.`;
  throw new Problem(503, 'PROTOCOL_NOT_RUNNING', detail);
};

const placeOrder = (context: RouteContext, { admit, running, byValuePieces }: Taking): Route =>
  route({
    method: 'post',
    path: orderResource.path,
    summary: 'Accepts an order; its saga decides about it. Same key, same body: the same order',
    headers: IdempotencyHeaders,
    body: NewOrder,
    responses: {
      202: { description: 'Accepted for good; watch it at Location', schema: AcceptedOrderDto },
      422: { description: 'The Idempotency-Key was used with another body' },
      503: {
        description:
          'Too many orders wait (`OVERLOADED`), or the protocol does not run (`PROTOCOL_NOT_RUNNING`): nothing was accepted; try again later. With another code something is away, and the order may have been accepted: the same key tells',
      },
    },
    handle: async ({ headers, body, traceparent }) => {
      const protocol = wayOf(body.protocol ?? SAGA, { lines: body.lines, from: byValuePieces });
      const message = placing(context, { key: headers['idempotency-key'], body, protocol, traceparent });
      await expectRunning(context, running, { protocol, messageId: message.id });
      const { orderId } = message.data;
      const { status: outcome } = await admit(() => submit(context, message));
      const status =
        outcome === 'committed' ? 'PENDING' : (await showCurrent(orderResource, context, orderId)).status;
      return {
        status: 202,
        headers: { Location: `${orderResource.path}/${orderId}` },
        body: { orderId, status },
      };
    },
  });

interface Request {
  readonly key: string;
  readonly body: z.infer<typeof NewOrder>;
  /** Who decides about it. */
  readonly protocol: string;
  readonly traceparent: string | undefined;
}

/** One customer's key gives one message id, this one order id, and this is the saga's id too. */
const placing = (
  context: RouteContext,
  { key, body: { protocol: requested = SAGA, ...asked }, protocol, traceparent }: Request,
): PlaceOrder | PlaceOrderUnder => {
  const body = requested === SAGA ? asked : { ...asked, protocol: requested };
  const request = httpMessage(context, {
    route: 'place-order',
    subject: body.customerId,
    key,
    body,
    traceparent,
    type: 'PlaceOrder',
    data: body,
    correlationId: (messageId) => context.ids.hash('order', messageId),
  });
  const orderId = request.correlationId;
  if (protocol !== SAGA)
    return { ...request, data: { orderId, ...asked, protocol }, sagaId: orderId, attempt: 1 };
  return {
    ...request,
    type: 'PlaceOrder',
    data: { orderId, ...asked },
    sagaId: orderId,
    step: 'place-order',
    operation: 'action',
    attempt: 1,
  };
};

const cancelOrder = (context: RouteContext): Route =>
  route({
    method: 'post',
    path: `${pathOfOne(orderResource)}/cancel`,
    summary: 'Asks to cancel; possible until the order is approved',
    params: z.strictObject({ orderId: Id }),
    responses: {
      202: {
        description: 'Noted; the saga will see it, unless it approves the order first',
        schema: OrderDto,
      },
      409: { description: 'The order is approved, or rejected for another reason' },
    },
    handle: async ({ params: { orderId }, traceparent }) => {
      const message: RequestCancellation = httpMessage(context, {
        route: 'cancel-order',
        subject: orderId,
        correlationId: orderId,
        traceparent,
        type: 'RequestCancellation',
        data: { orderId },
      });
      await submit(context, { ...message, sagaId: orderId });
      return { status: 202, body: await showCurrent(orderResource, context, orderId) };
    },
  });

export const routes = (context: RouteContext, taking: Taking): readonly Route[] => [
  placeOrder(context, taking),
  listRoute(orderResource, context, {
    status: OrderStatus.optional(),
    customerId: Id.optional(),
    protocol: Way.optional(),
  }),
  documentRoute(orderResource, context),
  historyRoute(orderResource, context),
  diffRoute(orderResource, context),
  cancelOrder(context),
  ...holdRoutes(context, holds),
];
