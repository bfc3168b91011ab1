// A small service for the tests of the HTTP side: a route of every sort.
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { Id } from '@saga-lab/contracts/primitives';
import { pino } from 'pino';
import { z } from 'zod';
import { TransientError } from '../decider/errors.ts';
import { createApp } from '../http/server/app.ts';
import { withDocumentation } from '../http/docs/documentation.ts';
import { IdempotencyHeaders } from '../http/routes/http-message.ts';
import { defaultLimits, type HttpLimits } from '../http/server/limits.ts';
import { pageFrom, PageQuery } from '../http/routes/pages.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import { listen } from '../http/server/server.ts';

export const TOKEN = 'f3b1c09d77aa45e2b8d1';

const Order = z.strictObject({
  customerId: Id,
  lines: z
    .array(z.strictObject({ sku: Id, quantity: z.int().min(1).max(10_000) }))
    .min(1)
    .max(100),
});
const Done = z.strictObject({ seen: z.unknown() });
const ok = { 200: { description: 'What arrived', schema: Done } };

const demoRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/orders',
    summary: 'Place an order',
    headers: IdempotencyHeaders,
    body: Order,
    responses: { 202: { description: 'Accepted', schema: Done }, 409: { description: 'Not possible' } },
    handle: ({ body, traceparent }) =>
      Promise.resolve({
        status: 202,
        body: { seen: { body, traceparent } },
        headers: { Location: '/orders/1' },
      }),
  }),
  route({
    method: 'get',
    path: '/orders',
    summary: 'List orders',
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: pageOf(z.string()) } },
    handle: ({ query }) =>
      Promise.resolve({
        status: 200,
        body: pageFrom(['a', 'b'].slice(0, query.limit), query.limit, (id) => id),
      }),
  }),
  route({
    method: 'get',
    path: '/orders/:id',
    summary: 'One order',
    params: z.strictObject({ id: Id }),
    responses: ok,
    handle: ({ params }) => Promise.resolve({ status: 200, body: { seen: params } }),
  }),
  route({
    method: 'put',
    path: '/stock/:sku',
    summary: 'For the admin only',
    admin: true,
    params: z.strictObject({ sku: Id }),
    body: z.strictObject({ onHand: z.int().min(0) }),
    responses: ok,
    handle: ({ body }) => Promise.resolve({ status: 200, body: { seen: body } }),
  }),
  ...(
    [
      ['bug', () => new TypeError('mongodb://root:pw@db: cannot read')],
      ['away', () => new TransientError('STORE_UNAVAILABLE', 'connect ECONNREFUSED 10.0.0.1')],
      ['refused', () => new Problem(409, 'ORDER_APPROVED', 'Too late.', { order: 'o1' })],
    ] as const
  ).map(([name, error]) =>
    route({
      method: 'post',
      path: `/fail/${name}`,
      summary: `Fails: ${name}`,
      responses: { 409: { description: 'Not possible' } },
      handle: () => Promise.reject(error()),
    }),
  ),
];

/** The running demo; `logged` holds the lines it has written. */
export const startDemo = async (limits: Partial<HttpLimits> = {}) => {
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const all = { ...defaultLimits, ...limits };
  const routes = withDocumentation('demo', { purpose: demoRoutes, operation: [] });
  const app = createApp({ routes, adminToken: TOKEN, logger, limits: all });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: 0, limits: all });
  return { url, routes, logged, close: () => close(1_000) };
};
