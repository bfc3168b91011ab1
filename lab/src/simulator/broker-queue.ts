// One queue of the simulated broker, and the channels that consume it: never more unacked than the prefetch.
import type { Delivery } from '@saga-lab/platform/bus/bus';
import { receive } from '@saga-lab/platform/bus/cloudevents';

/** Bytes in a queue; what is read from them is read once. */
export interface Item {
  readonly body: string;
  /** For people: `ReserveStock (3f2a)`. */
  readonly what: string;
  /** Of the message. */
  readonly id?: string;
  /** The service that sent it. */
  readonly from?: string;
  readonly content: () => Pick<Delivery, 'bytes' | 'decoded'>;
}

export const itemOf = (body: string, about: Pick<Item, 'what' | 'id' | 'from'>): Item => {
  let content: Pick<Delivery, 'bytes' | 'decoded'> | undefined;
  return { body, ...about, content: () => (content ??= receive(body)) };
};

/** What consumes a queue; survives the loss of its connection. */
export interface Channel {
  readonly prefetch: number;
  readonly unacked: Map<number, Item>;
  /** Neither paused nor without a connection. */
  readonly isOpen: () => boolean;
  readonly deliver: (item: Item, tag: number) => void;
}

export interface BrokerQueue {
  readonly name: string;
  readonly add: (item: Item) => void;
  readonly attach: (channel: Channel) => void;
  /** For good; what is unacked is delivered to others. */
  readonly detach: (channel: Channel) => void;
  /** What is unacked goes back to the front. */
  readonly requeue: (channel: Channel) => void;
  /** Forgets those of the waiting messages. */
  readonly drop: (which: (item: Item) => boolean) => void;
  /** Delivers what can be delivered. */
  readonly pump: () => void;
  readonly isEmpty: () => boolean;
}

export const brokerQueue = (name: string): BrokerQueue => {
  const ready: Item[] = [];
  const channels: Channel[] = [];
  let lastTag = 0;

  /** Each in turn. */
  const nextFree = (): Channel | undefined => {
    const at = channels.findIndex((each) => each.isOpen() && each.unacked.size < each.prefetch);
    const [free] = at < 0 ? [] : channels.splice(at, 1);
    if (free) channels.push(free);
    return free;
  };

  const pump = (): void => {
    while (ready.length > 0) {
      const channel = nextFree();
      const item = channel && ready.shift();
      if (!channel || !item) return;
      lastTag += 1;
      channel.unacked.set(lastTag, item);
      channel.deliver(item, lastTag);
    }
  };

  const requeue = (channel: Channel): void => {
    ready.unshift(...channel.unacked.values());
    channel.unacked.clear();
    pump();
  };

  return {
    name,
    pump,
    requeue,
    add: (item) => {
      ready.push(item);
      pump();
    },
    attach: (channel) => {
      channels.push(channel);
      pump();
    },
    detach: (channel) => {
      channels.splice(channels.indexOf(channel), 1);
      requeue(channel);
    },
    drop: (which) => {
      ready.splice(0, ready.length, ...ready.filter((item) => !which(item)));
    },
    isEmpty: () => ready.length === 0 && channels.every(({ unacked }) => unacked.size === 0),
  };
};
