// One service that really runs, on memory and real HTTP, with the test in the place of everybody else.
import { repliesQueue, startsQueue } from '@saga-lab/contracts/services';
import { bindings } from '@saga-lab/contracts/topology';
import { memoryBroker } from '../bus/memory-bus.ts';
import type { Message } from '../decider/message.ts';
import { serviceSettings } from '../service/config.ts';
import type { ServiceConfig } from '../service/config.ts';
import { systemClock } from '../time/system-clock.ts';
import { nodeIds } from '../service/node-ids.ts';
import type { Ports } from '../service/ports.ts';
import type { Service } from '../service/service.ts';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { memoryStore } from '../store/memory-store.ts';
import { memoryViews } from '../views/memory-views.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What a service reads that holds something, as it usually is. */
const waits = { STEP_DEADLINE_MS: 10_000, HOLD_TTL_MS: 0, LOCKS: 'escrow' as const };

type Build = (given: Ports & { readonly config: ServiceConfig & typeof waits }) => Service;

/**
 * Starts it; `stop` ends it. Requests carry the admin token, bodies are JSON.
 * `now` stands for its database's clock, milliseconds since the epoch.
 */
export const liveService = async (name: string, build: Build, now: () => number = systemClock.now) => {
  const broker = memoryBroker({ subscriptions: bindings });
  const common = serviceSettings.parse({ ADMIN_TOKEN: nodeIds.unique(), LOG_LEVEL: 'silent' });
  const config = { ...common, ...waits };
  const ports: Ports = {
    store: memoryStore({ now }),
    deadLetters: memoryDeadLetters(),
    views: memoryViews(),
    bus: broker.connect(name),
    clock: systemClock,
    ids: nodeIds,
    observer: () => undefined,
  };
  const others = broker.connect('saga-orchestrator');
  const said: Message[] = [];
  for (const queue of [startsQueue, repliesQueue])
    await others.consume(queue, 100, (delivery) => {
      if (delivery.decoded.ok) said.push(delivery.decoded.message);
      delivery.ack();
    });
  const service = build({ config, ...ports });
  const { url } = await service.start();
  const token = { authorization: `Bearer ${config.ADMIN_TOKEN}`, 'content-type': 'application/json' };

  return {
    /** What the service has published, oldest first. */
    said,
    ports,
    stop: () => service.stop(),
    /** A command to the service, as the orchestrator would send it. */
    send: (message: Message) => others.publish(message, { service: name }),
    ask: async (
      request: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<HttpAnswer> => {
      const [method = 'GET', path = '/'] = request.split(' ');
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${url}${path}`, { method, headers: { ...token, ...headers }, ...content });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
};
