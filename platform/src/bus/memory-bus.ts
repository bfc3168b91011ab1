// The broker in memory: for tests, the memory engine and the simulator, in Node and in a browser.
import { deadLettersOf, routeOf } from '@saga-lab/contracts/topology';
import type { Binding } from '@saga-lab/contracts/topology';
import { PermanentError } from '../decider/errors.ts';
import type { Bus, Destination, PublishResult } from './bus.ts';
import { encode } from './cloudevents.ts';
import { memoryQueue } from './memory-queue.ts';
import type { MemoryQueue, Schedule } from './memory-queue.ts';

export interface MemoryBrokerOptions {
  /** Which message reaches which queue; every queue named here exists, with its dead-letter queue. */
  readonly subscriptions: readonly Binding[];
  /** When work is done that the caller must not wait for; the next microtask by default. */
  readonly schedule?: Schedule;
}

export interface MemoryBroker {
  /** A service's own connection; closing it hands what is unacked back. */
  connect(service: string): Bus;
  /** Puts bytes into a queue as they are, without a check. @throws PermanentError, code QUEUE_UNKNOWN */
  inject(queue: string, body: Uint8Array | string): void;
}

export const memoryBroker = ({
  subscriptions,
  schedule = queueMicrotask,
}: MemoryBrokerOptions): MemoryBroker => {
  const names = new Set(subscriptions.flatMap(({ queue }) => [queue, deadLettersOf(queue)]));
  const queues = new Map([...names].map((name) => [name, memoryQueue(name, schedule)]));
  const queueNamed = (name: string): MemoryQueue => {
    const queue = queues.get(name);
    if (!queue) throw new PermanentError('QUEUE_UNKNOWN', `The broker has no queue ${name}.`);
    return queue;
  };
  const put = (body: string, destination: Destination): PublishResult => {
    const { exchange, key } = routeOf(destination);
    const reached = subscriptions.filter((each) => each.exchange === exchange && each.key === key);
    for (const { queue } of reached) queueNamed(queue).add(body);
    return reached.length > 0 ? 'confirmed' : 'returned';
  };

  const connect = (service: string): Bus => {
    const closers: (() => void)[] = [];
    let closed = false;
    return {
      publish: (message, destination) => {
        const body = encode(message);
        return new Promise((resolve) => {
          schedule(() => {
            resolve(closed ? 'silence' : put(body, destination));
          });
        });
      },
      consume: async (queue, prefetch, onDelivery) => {
        await Promise.resolve(); // never in the caller's own turn
        const { consumption, close } = queueNamed(queue).consume(prefetch, onDelivery);
        closers.push(close);
        return consumption;
      },
      ready: () =>
        closed ? { ok: false, detail: `${service} closed its bus` } : { ok: true, detail: 'ready' },
      publishing: () => (closed ? 'away' : 'open'),
      close: async () => {
        await Promise.resolve();
        closed = true;
        for (const close of closers.splice(0)) close();
      },
    };
  };

  return {
    connect,
    inject: (queue, body) => {
      queueNamed(queue).add(body);
    },
  };
};
