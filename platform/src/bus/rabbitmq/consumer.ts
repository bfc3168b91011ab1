// One consumer on a channel of its own: subscribes again after every loss.
import type { Channel, ChannelModel } from 'amqplib';
import type { Consumption, Delivery } from '../bus.ts';
import { channelOn } from './channel.ts';
import { subscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';
import type { Supervised } from './supervise.ts';

export interface ConsumerOptions {
  readonly connection: Supervised<ChannelModel>;
  readonly log: (line: string) => void;
  readonly queue: string;
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface Consumer {
  readonly channel: Supervised<Channel>;
  readonly consumption: Consumption;
  /** Why it does not consume although it should; `undefined` if all is well. */
  readonly trouble: () => string | undefined;
  /** The same in words of our own, if the broker is there and says that it is the queue. */
  readonly queueTrouble: () => string | undefined;
}

export const consumer = ({ connection, log, queue, prefetch, onDelivery }: ConsumerOptions): Consumer => {
  let active = true;
  let released = false;
  let epochs = 0;
  const subscriptions = new WeakMap<Channel, Subscription>();
  let lastChange: Promise<void> = Promise.resolve();

  const channel = channelOn<Channel>({
    connection,
    log,
    name: `consumer of ${queue}`,
    open: (model) => model.createChannel(),
    setUp: async (fresh, lost) => {
      const added = subscription({
        channel: fresh,
        queue,
        epoch: (epochs += 1),
        isWanted: () => active,
        lost,
        onDelivery,
        onIdle: () => void adjustInTurn(),
      });
      subscriptions.set(fresh, added);
      await fresh.prefetch(prefetch);
      await added.adjust();
    },
    onUp: () => void adjustInTurn(), // what is wanted may have changed meanwhile
  });

  const current = (): Subscription | undefined => {
    const open = channel.current();
    return open && subscriptions.get(open);
  };

  /** One change after the other; a failure means that the channel is going, and its successor is adjusted by itself. */
  const adjustInTurn = (): Promise<void> => {
    lastChange = lastChange.then(async () => {
      const subscribed = current();
      await subscribed?.adjust().catch((error: unknown) => {
        subscribed.lost(String(error));
      });
    });
    return lastChange;
  };

  const setActive = (wanted: boolean): Promise<void> => {
    active = wanted;
    return adjustInTurn();
  };

  const trouble = (): string | undefined => {
    if (!active || current()?.consumes()) return undefined;
    return `cannot consume ${queue}: ${channel.trouble()}`;
  };

  return {
    channel,
    trouble,
    queueTrouble: () => {
      const words = connection.current() && trouble() && wordsFor(channel.trouble());
      return words && `the queue ${queue} ${words}`;
    },
    consumption: {
      pause: () => setActive(false),
      resume: async () => {
        await setActive(true);
        if (!released) return;
        released = false;
        await channel.start();
      },
      release: async () => {
        active = false;
        released = true;
        current()?.flush();
        await channel.stop();
      },
    },
  };
};

/** By the broker's answer to a consumer. */
const QUEUE_TROUBLES = {
  403: "is not for the service's user",
  404: 'is not there',
  405: 'is held by another connection alone',
} as const;

const wordsFor = (trouble: string): string | undefined => {
  const code = /\b(403|404|405) \(/.exec(trouble)?.[1] as keyof typeof QUEUE_TROUBLES | undefined;
  return code && QUEUE_TROUBLES[code];
};
