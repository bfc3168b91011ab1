// What an operator can spoil at the broker while everything runs: a binding, and a queue with all that is in it.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import type { BrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { bindings } from '@saga-lab/protocols/topology';
import type { Binding } from '@saga-lab/contracts/topology';

/** By which messages come: of a service all that is said to it alone, whatever the protocol; of an event's type that event. */
export const bindingsOf = (name: string): readonly Binding[] =>
  bindings.filter(({ key }) => key === name || key.startsWith(`${name}.`));

/** What is said to this service, or events of this type, are given back from now on. */
export const removeBinding = (url: string, name: string): Promise<void> =>
  operate(url, async (channel) => {
    for (const { queue, exchange, key } of bindingsOf(name)) await channel.unbindQueue(queue, exchange, key);
  });

export const restoreBinding = (url: string, name: string): Promise<void> =>
  operate(url, async (channel) => {
    for (const { queue, exchange, key } of bindingsOf(name)) await channel.bindQueue(queue, exchange, key);
  });

/** Resolves with the number of messages that waited in it. */
export const deleteQueue = (url: string, queue: string): Promise<number> =>
  operate(url, async (channel) => (await channel.deleteQueue(queue)).messageCount);

const operate = async <T>(
  url: string,
  work: (channel: BrokerConnection['channel']) => Promise<T>,
): Promise<T> => {
  const { channel, close } = await openBrokerConnection(url);
  try {
    return await work(channel);
  } finally {
    await close();
  }
};
