// The routes that every service has for those who operate it.
import { OutboxDto } from '@saga-lab/contracts/dtos/operation';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import { commitRoutes } from './commit-routes.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import type { DeadLetterParts } from './dead-letter-routes.ts';
import { tombstoneRoutes } from './tombstone-routes.ts';
import type { TombstoneParts } from './tombstone-routes.ts';
import { readModelRoutes } from './read-model-routes.ts';
import type { ReadModelParts } from './read-model-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';

export interface OperationParts extends DeadLetterParts, ReadModelParts, TombstoneParts {
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
  ...snapshotRoutes(parts),
  ...readModelRoutes(parts),
  ...commitRoutes(parts),
  ...tombstoneRoutes(parts),
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

const showOutbox = ({ store }: OperationParts): Route =>
  route({
    method: 'get',
    path: '/outbox',
    summary: 'What waits to be sent; it should drain within seconds',
    admin: true,
    responses: { 200: { description: 'How much, since when', schema: OutboxDto } },
    handle: async () => {
      const { count: pending, waitedMs } = await store.pending();
      return { status: 200, body: { pending, waitedMs } };
    },
  });
