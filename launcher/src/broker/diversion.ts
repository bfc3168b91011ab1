// Messages that take another way: what would go to queues comes to whoever wants to hold it, or to look at it, first.
import type { Binding } from '@saga-lab/contracts/topology';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';

/** Ends it. A message may come both ways meanwhile, but none gets lost; what came this way before has been told of by then. */
export type EndDiversion = () => Promise<void>;

/** From now on what comes by these bindings is told of here, and goes nowhere else. */
export const divert = async (
  channel: ConfirmChannel,
  usual: readonly Binding[],
  take: (message: ConsumeMessage) => void,
): Promise<EndDiversion> => {
  const { queue: own } = await channel.assertQueue('', { exclusive: true });
  const onMessage = (message: ConsumeMessage | null): void => {
    if (message) take(message);
  };
  const { consumerTag } = await channel.consume(own, onMessage, { noAck: true });
  for (const { exchange, key } of usual) await channel.bindQueue(own, exchange, key);
  for (const { queue, exchange, key } of usual) await channel.unbindQueue(queue, exchange, key);
  return async () => {
    for (const { queue, exchange, key } of usual) await channel.bindQueue(queue, exchange, key);
    for (const { exchange, key } of usual) await channel.unbindQueue(own, exchange, key);
    await channel.cancel(consumerTag);
  };
};
