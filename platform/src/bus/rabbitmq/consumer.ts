// One consumer on a channel of its own: subscribes again after every loss, and acks only where a delivery came from.
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Consumption, Delivery } from '../bus.ts';
import { channelOn } from './channel.ts';
import { closeQuietly } from './connection.ts';
import { readIncoming } from './incoming.ts';
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

/** What belongs to one channel and ends with it. */
interface Session {
  readonly channel: Channel;
  readonly epoch: number;
  readonly lost: (why: string) => void;
  tag?: string | undefined;
  unacked: number;
}

export const consumer = ({ connection, log, queue, prefetch, onDelivery }: ConsumerOptions): Consumer => {
  let active = true;
  let released = false;
  let epochs = 0;
  const sessions = new WeakMap<Channel, Session>();
  let lastChange: Promise<void> = Promise.resolve();

  const channel = channelOn<Channel>({
    connection,
    log,
    name: `consumer of ${queue}`,
    open: (model) => model.createChannel(),
    setUp: async (fresh, lost) => {
      epochs += 1;
      const session: Session = { channel: fresh, epoch: epochs, lost, unacked: 0 };
      sessions.set(fresh, session);
      await fresh.prefetch(prefetch);
      await adjust(session);
    },
    onUp: () => void adjustInTurn(), // what is wanted may have changed meanwhile
  });

  const current = (): Session | undefined => {
    const open = channel.current();
    return open && sessions.get(open);
  };

  const receive = (to: Session, message: ConsumeMessage | null): void => {
    if (message) {
      onDelivery(deliveryOf(to, message));
      return;
    }
    to.lost('the broker cancelled the consumer');
    void closeQuietly(to.channel);
  };

  const deliveryOf = (from: Session, message: ConsumeMessage): Delivery => {
    let done = false;
    from.unacked += 1;
    return {
      ...readIncoming(message),
      queue,
      epoch: from.epoch,
      ack: () => {
        if (done) return; // a second ack would cost the channel
        done = true;
        ackQuietly(from.channel, message);
        from.unacked -= 1;
        if (from.unacked === 0) void adjustInTurn();
      },
    };
  };

  /** Brings the subscription to what is wanted. A new one waits for the last ack: the broker counts prefetch per subscription. */
  const adjust = async (on: Session): Promise<void> => {
    if (!active && on.tag !== undefined) {
      const { tag } = on;
      on.tag = undefined;
      await on.channel.cancel(tag);
    }
    if (!active || on.tag !== undefined || on.unacked > 0) return;
    const { consumerTag } = await on.channel.consume(queue, (message) => {
      receive(on, message);
    });
    on.tag = consumerTag;
  };

  /** One change after the other; a failure means that the channel is going, and its successor is adjusted by itself. */
  const adjustInTurn = (): Promise<void> => {
    lastChange = lastChange.then(async () => {
      const session = current();
      if (session)
        await adjust(session).catch((error: unknown) => {
          session.lost(String(error));
        });
    });
    return lastChange;
  };

  const setActive = (wanted: boolean): Promise<void> => {
    active = wanted;
    return adjustInTurn();
  };

  const trouble = (): string | undefined => {
    const session = current();
    const consumes = session !== undefined && (session.tag !== undefined || session.unacked > 0);
    return !active || consumes ? undefined : `cannot consume ${queue}: ${channel.trouble()}`;
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

const ackQuietly = (channel: Channel, message: ConsumeMessage): void => {
  try {
    channel.ack(message);
  } catch {
    // The channel is gone: the broker delivers the message again.
  }
};
