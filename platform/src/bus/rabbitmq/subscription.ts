// The subscription of a consumer on one channel. It ends with the channel, and acks only where a delivery came from.
import type { Channel, ConsumeMessage } from 'amqplib';
import type { Delivery } from '../bus.ts';
import { closeQuietly } from './connection.ts';
import { readIncoming } from './incoming.ts';

export interface SubscriptionParts {
  readonly channel: Channel;
  readonly queue: string;
  readonly epoch: number;
  readonly isWanted: () => boolean;
  readonly lost: (why: string) => void;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Called when all that was delivered is acked. */
  readonly onIdle: () => void;
}

export interface Subscription {
  /** Brings it to what is wanted. A new one waits for the last ack: the broker counts prefetch per subscription. */
  readonly adjust: () => Promise<void>;
  readonly consumes: () => boolean;
  readonly lost: (why: string) => void;
}

export const subscription = (parts: SubscriptionParts): Subscription => {
  const { channel, queue, epoch, isWanted, lost, onDelivery, onIdle } = parts;
  let tag: string | undefined;
  let unacked = 0;

  const deliveryOf = (message: ConsumeMessage): Delivery => {
    let done = false;
    unacked += 1;
    return {
      ...readIncoming(message),
      queue,
      epoch,
      ack: () => {
        if (done) return; // a second ack would cost the channel
        done = true;
        ackQuietly(channel, message);
        unacked -= 1;
        if (unacked === 0) onIdle();
      },
    };
  };

  const receive = (message: ConsumeMessage | null): void => {
    if (message) {
      onDelivery(deliveryOf(message));
      return;
    }
    lost('the broker cancelled the consumer');
    void closeQuietly(channel);
  };

  const end = async (ending: string): Promise<void> => {
    tag = undefined;
    await channel.cancel(ending);
  };

  return {
    adjust: async () => {
      if (!isWanted() && tag !== undefined) await end(tag);
      if (!isWanted() || tag !== undefined || unacked > 0) return;
      tag = (await channel.consume(queue, receive)).consumerTag;
    },
    consumes: () => tag !== undefined || unacked > 0,
    lost,
  };
};

const ackQuietly = (channel: Channel, message: ConsumeMessage): void => {
  try {
    channel.ack(message);
  } catch {
    // The channel is gone: the broker delivers the message again.
  }
};
