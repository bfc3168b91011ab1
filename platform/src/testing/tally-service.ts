// A whole service around tallies: routes, component, memory adapters, and what it logs.
import { Writable } from 'node:stream';
import { routeOf } from '@saga-lab/contracts/topology';
import { z } from 'zod';
import { memoryBroker } from '../bus/memory-bus.ts';
import type { RouteContext } from '../http/routes/context.ts';
import { expectDone, httpMessage, IdempotencyHeaders } from '../http/routes/http-message.ts';
import { route, type Route } from '../http/routes/route.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { CommitStore } from '../store/store.ts';
import { tallyHandlers } from './tally.ts';
import { memoryViews } from '../views/memory-views.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';
import { defaultSettings } from '../service/component.ts';
import { readConfig, serviceSettings } from '../service/config.ts';
import { createComponent } from '../service/create-component.ts';
import { createService } from '../service/create-service.ts';
import { createLogger } from '../telemetry/logging.ts';
import { systemClock } from '../time/system-clock.ts';
import { nodeIds } from '../service/node-ids.ts';
import type { Ports } from '../service/ports.ts';

interface TallyDocument extends ViewDocument {
  readonly sum: number;
}

export const TOKEN = 'q7Zr2mXw9KfT4sVb';
const tallies: Projection<TallyDocument> = {
  view: 'tallies',
  category: 'tally',
  apply: (document, event) => ({ sum: (document?.sum ?? 0) + (event.data as { n: number }).n }),
};
const Body = z.strictObject({ n: z.int().min(1) });

const routes = (parts: RouteContext): readonly Route[] => [
  route({
    method: 'post',
    path: '/tallies/:name',
    summary: 'Add to a tally',
    params: z.strictObject({ name: z.string().max(20) }),
    headers: IdempotencyHeaders,
    body: Body,
    responses: { 202: { description: 'Added' } },
    handle: async ({ params: { name }, headers, body }) => {
      const message = httpMessage(parts, {
        route: 'add',
        subject: name,
        key: headers['idempotency-key'],
        correlationId: name,
        body,
        type: 'Add',
        data: { tallies: [name], n: body.n },
      });
      expectDone(await parts.handle(message), message);
      return { status: 202 };
    },
  }),
  route({
    method: 'get',
    path: '/tallies',
    summary: 'All tallies',
    responses: { 200: { description: 'All', schema: z.array(z.unknown()) } },
    handle: async () => ({ status: 200, body: await parts.views.find('tallies', { limit: 100 }) }),
  }),
];

/** A service of tallies in memory, with the ports that tests look at. */
export const startTally = async (
  lines: string[] = [],
  wrap: (store: CommitStore) => Partial<CommitStore> = () => ({}),
) => {
  const store = memoryStore(systemClock);
  const broker = memoryBroker({
    subscriptions: [
      { ...routeOf({ service: 'tally' }), queue: 'tally.commands' },
      { ...routeOf({ topic: 'TallyChanged' }), queue: 'listeners' },
    ],
  });
  const ports: Ports = {
    store: { ...store, ...wrap(store) },
    deadLetters: memoryDeadLetters(),
    views: memoryViews(),
    bus: broker.connect('tally'),
    clock: systemClock,
    ids: nodeIds,
    observer: () => undefined,
  };
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const calls: string[] = [];
  const service = createService(
    {
      name: 'tally',
      routes,
      config: readConfig(serviceSettings, { ADMIN_TOKEN: TOKEN }),
      logger: createLogger({ service: 'tally', instance: '1', level: 'info', destination }),
      component: (wired) =>
        createComponent(
          {
            name: 'tally',
            handlers: tallyHandlers,
            projections: [tallies],
            queues: ['tally.commands'],
            settings: { ...defaultSettings, prefetch: 10 },
            background: () => {
              calls.push('background');
              return Promise.resolve(() => Promise.resolve(void calls.push('background ended')));
            },
          },
          wired,
        ),
    },
    ports,
  );
  const { url } = await service.start();
  return { service, ports, broker, url, calls };
};
