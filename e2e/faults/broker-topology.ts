// What an operator can spoil at the broker while everything runs: a binding, and a queue with all that is in it.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { bindings } from '@saga-lab/protocols/topology';
import type { Binding } from '@saga-lab/contracts/topology';

/** By which messages come: of a service all that is said to it alone, whatever the protocol; of an event's type that event. */
export const bindingsOf = (name: string): readonly Binding[] =>
  bindings.filter(({ key }) => key === name || key.startsWith(`${name}.`));

/** What is said to this service, or events of this type, are given back from now on. */
export const removeBinding = async (url: string, name: string): Promise<void> => {
  const { channel, close } = await openBrokerConnection(url);
  for (const { queue, exchange, key } of bindingsOf(name)) await channel.unbindQueue(queue, exchange, key);
  await close();
};

export const restoreBinding = async (url: string, name: string): Promise<void> => {
  const { channel, close } = await openBrokerConnection(url);
  for (const { queue, exchange, key } of bindingsOf(name)) await channel.bindQueue(queue, exchange, key);
  await close();
};

/** Resolves with the number of messages that waited in it. */
export const deleteQueue = async (url: string, queue: string): Promise<number> => {
  const { channel, close } = await openBrokerConnection(url);
  const { messageCount } = await channel.deleteQueue(queue);
  await close();
  return messageCount;
};
