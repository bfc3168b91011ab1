// The routes that every service has for those who operate it.
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { cursorsOf } from '../http/routes/cursor.ts';
import { pageFrom, pageOf, PageQuery } from '../http/routes/pages.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import type { DeadLetterParts } from './dead-letter-routes.ts';

export interface OperationParts extends DeadLetterParts {
  readonly registry: Registry;
  /** Why the service cannot do its work at the moment; none: it can. */
  readonly unready: () => readonly string[];
}

export const operationRoutes = (parts: OperationParts): readonly Route[] => [
  livez,
  readyz(parts),
  metrics(parts),
  ...deadLetterRoutes(parts),
  showOutbox(parts),
  listCommits(parts),
];

const status = <Name extends string>(name: Name) => z.strictObject({ status: z.literal(name) });

const livez = route({
  method: 'get',
  path: '/livez',
  summary: 'Whether the process runs',
  responses: { 200: { description: 'It does', schema: status('alive') } },
  handle: () => Promise.resolve({ status: 200, body: { status: 'alive' } }),
});

const readyz = ({ unready }: OperationParts): Route =>
  route({
    method: 'get',
    path: '/readyz',
    summary: 'Whether the service can do its work',
    responses: {
      200: { description: 'It can', schema: status('ready') },
      503: { description: 'It cannot: `reasons` says why' },
    },
    handle: () => {
      const reasons = unready();
      if (reasons.length > 0) throw new Problem(503, 'NOT_READY', reasons.join('; '), { reasons });
      return Promise.resolve({ status: 200, body: { status: 'ready' } });
    },
  });

const metrics = ({ registry }: OperationParts): Route =>
  route({
    method: 'get',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    responses: {
      200: { description: 'Text format', schema: z.string(), contentType: registry.contentType },
    },
    handle: async () => ({ status: 200, body: await registry.metrics() }),
  });

const OutboxSchema = z.strictObject({
  pending: z.int().describe('Commits with a message that is not confirmed, or a timer that is due'),
  waitedMs: z.int().describe('For how many milliseconds the oldest of them waits'),
});

const showOutbox = ({ store }: OperationParts): Route =>
  route({
    method: 'get',
    path: '/outbox',
    summary: 'What waits to be sent; it should drain within seconds',
    admin: true,
    responses: { 200: { description: 'How much, since when', schema: OutboxSchema } },
    handle: async () => {
      const { count: pending, waitedMs } = await store.pending();
      return { status: 200, body: { pending, waitedMs } };
    },
  });

const listCommits = ({ store, service }: OperationParts): Route => {
  const cursors = cursorsOf({ service, path: '/commits' });
  return route({
    method: 'get',
    path: '/commits',
    summary: 'The whole history, in the order of the feed, with the state of every outbox',
    admin: true,
    query: PageQuery,
    responses: {
      200: {
        description: 'One page; the last page names its end too, so that one can wait for more',
        schema: pageOf(z.looseObject({ _id: z.string(), position: z.string() })),
      },
      410: { description: 'There is no way on from `after`, or none from the beginning any more' },
    },
    handle: async ({ query: { after, limit } }) => {
      const { commits } = await store.page(cursors.positionOf(after), limit).catch(refuseLost);
      const items = commits.map(({ commit, position }) => ({ ...commit, position: cursors.of(position) }));
      return { status: 200, body: pageFrom(items, 1, ({ position }) => position) };
    },
  });
};

const refuseLost = (error: unknown): never => {
  if (!(error instanceof PermanentError)) throw error;
  const errors = [{ in: 'query', field: 'after', message: 'is no position that this history reaches' }];
  throw new Problem(410, error.code, error.message, { errors });
};
