// One queue in memory and its consumers: at least once, in turn, never more unacked than the prefetch.
import type { Consumption, Delivery } from './bus.ts';
import { receive } from './cloudevents.ts';

/** Runs `work` soon, and never before the call returned. */
export type Schedule = (work: () => void) => void;

type Body = Uint8Array | string;

export interface MemoryQueue {
  add(body: Body): void;
  consume(
    prefetch: number,
    onDelivery: (delivery: Delivery) => void,
  ): { readonly consumption: Consumption; readonly close: () => void };
}

interface Consumer {
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Tag -> what is delivered and not acked, oldest first. */
  readonly unacked: Map<number, Body>;
  active: boolean;
  epoch: number;
}

export const memoryQueue = (name: string, schedule: Schedule): MemoryQueue => {
  const waiting: Body[] = [];
  const consumers = consumersInTurn();
  let lastTag = 0;
  let lastEpoch = 0;

  const deliver = (consumer: Consumer, body: Body): void => {
    const tag = (lastTag += 1);
    const { epoch } = consumer;
    consumer.unacked.set(tag, body);
    const ack = () => {
      if (consumer.unacked.delete(tag)) wake();
    };
    consumer.onDelivery({ ...receive(body), queue: name, epoch, ack });
  };

  const pump = (): void => {
    while (waiting.length > 0) {
      const consumer = consumers.nextFree();
      const body = consumer && waiting.shift();
      if (!consumer || body === undefined) return;
      deliver(consumer, body);
    }
  };

  const wake = (): void => {
    schedule(pump);
  };

  const release = (consumer: Consumer): void => {
    consumer.active = false;
    waiting.unshift(...consumer.unacked.values());
    consumer.unacked.clear();
    consumer.epoch = lastEpoch += 1;
    wake();
  };

  const consumptionOf = (consumer: Consumer): Consumption => {
    const later = async (change: () => void): Promise<void> => {
      await Promise.resolve(); // never in the caller's own turn
      if (consumers.has(consumer)) change();
    };
    const setActive = (active: boolean) => () => {
      consumer.active = active;
      wake();
    };
    return {
      pause: () => later(setActive(false)),
      resume: () => later(setActive(true)),
      release: () =>
        later(() => {
          release(consumer);
        }),
    };
  };

  return {
    add: (body) => {
      waiting.push(body);
      wake();
    },
    consume: (prefetch, onDelivery) => {
      const epoch = (lastEpoch += 1);
      const consumer: Consumer = { prefetch, onDelivery, unacked: new Map(), active: true, epoch };
      consumers.add(consumer);
      wake();
      const close = () => {
        release(consumer);
        consumers.remove(consumer);
      };
      return { consumption: consumptionOf(consumer), close };
    },
  };
};

const consumersInTurn = () => {
  const line: Consumer[] = [];
  return {
    has: (consumer: Consumer): boolean => line.includes(consumer),
    add: (consumer: Consumer): void => {
      line.push(consumer);
    },
    remove: (consumer: Consumer): void => {
      line.splice(line.indexOf(consumer), 1);
    },
    /** The one that waited longest goes to the end of the line. */
    nextFree: (): Consumer | undefined => {
      const at = line.findIndex(({ active, unacked, prefetch }) => active && unacked.size < prefetch);
      if (at < 0) return undefined;
      const [free] = line.splice(at, 1);
      if (free) line.push(free);
      return free;
    },
  };
};
