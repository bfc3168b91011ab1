// What an operator can spoil at the broker while everything runs: a binding, and a queue with all that is in it.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { bindings } from '@saga-lab/protocols/topology';

/** Commands to this service, or events of this type, are given back from now on. */
export const removeBinding = async (url: string, name: string): Promise<void> => {
  const { channel, close } = await openBrokerConnection(url);
  for (const { queue, exchange, key } of bindings.filter((each) => each.key === name))
    await channel.unbindQueue(queue, exchange, key);
  await close();
};

export const restoreBinding = async (url: string, name: string): Promise<void> => {
  const { channel, close } = await openBrokerConnection(url);
  for (const { queue, exchange, key } of bindings.filter((each) => each.key === name))
    await channel.bindQueue(queue, exchange, key);
  await close();
};

/** Resolves with the number of messages that waited in it. */
export const deleteQueue = async (url: string, queue: string): Promise<number> => {
  const { channel, close } = await openBrokerConnection(url);
  const { messageCount } = await channel.deleteQueue(queue);
  await close();
  return messageCount;
};
