// Messages held back: what would go to a queue goes aside, and comes back later, in another order, or never.
import { bindings } from '@saga-lab/contracts/topology';
import type { Binding } from '@saga-lab/contracts/topology';
import type { ConsumeMessage } from 'amqplib';
import { openBrokerConnection } from './broker.ts';
import type { BrokerConnection } from './broker.ts';

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
  /** The way is free again, and what was held goes along it, with the same properties and bytes. Only the first time. */
  release(how?: Release): Promise<void>;
}

/** `key`: a service, whose commands are held; or an event type, which is held before the queue that wants it. */
export const hold = async (url: string, key: string): Promise<Hold> => {
  const way = bindingOf(key);
  const line = await openBrokerConnection(url);
  const { channel } = line;
  const kept: ConsumeMessage[] = [];
  const { queue: aside } = await channel.assertQueue('', { exclusive: true });
  const { consumerTag } = await channel.consume(
    aside,
    (message) => {
      if (message) kept.push(message);
    },
    { noAck: true },
  );
  await channel.bindQueue(aside, way.exchange, way.key);
  await channel.unbindQueue(way.queue, way.exchange, way.key);
  let released: Promise<void> | undefined;
  return {
    held: () => kept.map(read),
    release: (how = {}) => (released ??= giveBack(line, { way, aside, consumerTag, kept }, how)),
  };
};

/** Whatever happens meanwhile, the way is free again at the end. */
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
  readonly way: Binding;
  readonly aside: string;
  readonly consumerTag: string;
  readonly kept: readonly ConsumeMessage[];
}

const giveBack = async (
  { channel, close }: BrokerConnection,
  { way, aside, consumerTag, kept }: HeldBack,
  { order = 'as they came', only = () => true }: Release,
): Promise<void> => {
  await channel.bindQueue(way.queue, way.exchange, way.key); // a message may come both ways, but none gets lost
  await channel.unbindQueue(aside, way.exchange, way.key);
  await channel.cancel(consumerTag); // what came before it has been delivered by then
  const back = kept.filter((message) => only(read(message)));
  if (order === 'reverse') back.reverse();
  for (const { content, properties } of back)
    channel.publish(way.exchange, way.key, content, { ...properties, persistent: true });
  await channel.waitForConfirms();
  await close();
};

const read = ({ content, properties }: ConsumeMessage): HeldMessage => {
  const body = content.toString();
  const { type = '', correlationid = '' } = JSON.parse(body) as Record<string, string>;
  return { id: String(properties.messageId), type, saga: correlationid, body };
};
