// The subscription of a consumer on one channel. It ends with the channel, and acks only where a delivery came from.
import type { Channel, ConsumeMessage } from 'amqplib';
import type { Delivery } from '../bus.ts';
import { acknowledging } from './acknowledging.ts';
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
  /** Sends what is acked already. */
  readonly flush: () => void;
  readonly lost: (why: string) => void;
}

export const subscription = (parts: SubscriptionParts): Subscription => {
  const { channel, queue, epoch, isWanted, lost, onDelivery, onIdle } = parts;
  const acks = acknowledging(channel, onIdle);
  let tag: string | undefined;

  const deliveryOf = (message: ConsumeMessage): Delivery => {
    acks.delivered(message);
    return {
      ...readIncoming(message),
      queue,
      epoch,
      ack: () => {
        acks.ack(message);
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
      if (!isWanted() || tag !== undefined || acks.unacked() > 0) return;
      tag = (await channel.consume(queue, receive)).consumerTag;
    },
    flush: acks.flush,
    consumes: () => tag !== undefined || acks.unacked() > 0,
    lost,
  };
};
