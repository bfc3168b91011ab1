// What AMQP tells about queues, without changing any of them.
import { connect } from 'amqplib';

export interface QueueCount {
  readonly queue: string;
  /** Messages that wait to be delivered; AMQP does not tell how many are delivered and not yet acked. */
  readonly ready: number;
  readonly consumers: number;
}

const ANSWER_WITHIN_MS = 5_000;

/** Connects for this one look. Rejects if the broker does not answer within 5 s, or lacks one of the queues. */
export const queueCounts = async (url: string, queues: readonly string[]): Promise<readonly QueueCount[]> => {
  const connection = await connect(url, { timeout: ANSWER_WITHIN_MS });
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    const counts: QueueCount[] = [];
    for (const queue of queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(queue);
      counts.push({ queue, ready: messageCount, consumers: consumerCount });
    }
    return counts;
  } finally {
    await connection.close();
  }
};
