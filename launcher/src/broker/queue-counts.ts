// What AMQP tells about queues and exchanges, without changing any of them.
import { connect } from 'amqplib';
import type { Channel } from 'amqplib';

export interface QueueCount {
  readonly queue: string;
  /** Messages that wait to be delivered; AMQP does not tell how many are delivered and not yet acked. */
  readonly ready: number;
  readonly consumers: number;
}

const ANSWER_WITHIN_MS = 5_000;

/** Connects for this one look. Rejects if the broker does not answer within 5 s, or lacks one of the queues. */
export const queueCounts = (url: string, queues: readonly string[]): Promise<readonly QueueCount[]> =>
  look(url, async (channel) => {
    const counts: QueueCount[] = [];
    for (const queue of queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(queue);
      counts.push({ queue, ready: messageCount, consumers: consumerCount });
    }
    return counts;
  });

interface Names {
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

/** Rejects if the broker does not answer within 5 s, or lacks one of these. */
export const expectThere = (url: string, { exchanges, queues }: Names): Promise<void> =>
  look(url, async (channel) => {
    for (const exchange of exchanges) await channel.checkExchange(exchange);
    for (const queue of queues) await channel.checkQueue(queue);
  });

const look = async <T>(url: string, work: (channel: Channel) => Promise<T>): Promise<T> => {
  const connection = await connect(url, { timeout: ANSWER_WITHIN_MS });
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return await work(channel);
  } finally {
    await connection.close();
  }
};
