// Messages held back: what would go to a queue goes to another one, and comes back later, in another order, or never.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import type { BrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { bindings } from '@saga-lab/protocols/topology';
import type { Binding } from '@saga-lab/contracts/topology';
import type { ConsumeMessage } from 'amqplib';

export interface HeldMessage {
  readonly id: string;
  readonly type: string;
  readonly saga: string;
  readonly body: string;
}

export interface Release {
  readonly order?: 'as they came' | 'reverse';
  /** The others are lost. All, by default. */
  readonly only?: (message: HeldMessage) => boolean;
}

export interface Hold {
  /** What has been held so far, oldest first. */
  held(): readonly HeldMessage[];
  /** Messages go their usual way again, and what was held as well, with the same properties and bytes. Only the first time. */
  release(how?: Release): Promise<void>;
}

/** `key`: a service, whose commands are held; or an event type, which is held before the queue that wants it. */
export const hold = async (url: string, key: string): Promise<Hold> => {
  const binding = bindingOf(key);
  const connection = await openBrokerConnection(url);
  const { channel } = connection;
  const messages: ConsumeMessage[] = [];
  const { queue } = await channel.assertQueue('', { exclusive: true });
  const keep = (message: ConsumeMessage | null) => {
    if (message) messages.push(message);
  };
  const { consumerTag } = await channel.consume(queue, keep, { noAck: true });
  await channel.bindQueue(queue, binding.exchange, binding.key);
  await channel.unbindQueue(binding.queue, binding.exchange, binding.key);
  let released: Promise<void> | undefined;
  return {
    held: () => messages.map(read),
    release: (how = {}) =>
      (released ??= giveBack(connection, { binding, queue, consumerTag, messages }, how)),
  };
};

/** Whatever happens meanwhile, messages go their usual way again at the end. */
export const holding = async <T>(url: string, key: string, work: (hold: Hold) => Promise<T>): Promise<T> => {
  const held = await hold(url, key);
  try {
    return await work(held);
  } finally {
    await held.release();
  }
};

const bindingOf = (key: string): Binding => {
  const found = bindings.find((binding) => binding.key === key);
  if (!found) throw new Error(`Nothing is bound to ${key}, so nothing of it can be held.`);
  return found;
};

interface HeldBack {
  /** As it was before. */
  readonly binding: Binding;
  /** Where messages go instead. */
  readonly queue: string;
  readonly consumerTag: string;
  readonly messages: readonly ConsumeMessage[];
}

const giveBack = async (
  { channel, close }: BrokerConnection,
  { binding, queue, consumerTag, messages }: HeldBack,
  { order = 'as they came', only = () => true }: Release,
): Promise<void> => {
  await channel.bindQueue(binding.queue, binding.exchange, binding.key); // a message may come both ways, but none gets lost
  await channel.unbindQueue(queue, binding.exchange, binding.key);
  await channel.cancel(consumerTag); // what came before it has been delivered by then
  const back = messages.filter((message) => only(read(message)));
  if (order === 'reverse') back.reverse();
  for (const { content, properties } of back)
    channel.publish(binding.exchange, binding.key, content, { ...properties, persistent: true });
  await channel.waitForConfirms();
  await close();
};

const read = ({ content, properties }: ConsumeMessage): HeldMessage => {
  const body = content.toString();
  const { type = '', correlationid = '' } = JSON.parse(body) as Record<string, string>;
  return { id: String(properties.messageId), type, saga: correlationid, body };
};
