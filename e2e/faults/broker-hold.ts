// Messages held back: what would go to a queue goes to another one, and comes back later, in another order, or never.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import type { BrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { divert } from '@saga-lab/launcher/broker/diversion';
import type { EndDiversion } from '@saga-lab/launcher/broker/diversion';
import type { ConsumeMessage } from 'amqplib';
import { bindingsOf } from './broker-topology.ts';

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

/** `name`: a service, of which all is held that is said to it alone; or an event type, which is held before the queue that wants it. */
export const hold = async (url: string, name: string): Promise<Hold> => {
  const usual = bindingsOf(name);
  if (usual.length === 0) throw new Error(`Nothing is bound to ${name}, so nothing of it can be held.`);
  const connection = await openBrokerConnection(url);
  const { channel } = connection;
  const messages: ConsumeMessage[] = [];
  const end = await divert(channel, usual, (message) => messages.push(message));
  let released: Promise<void> | undefined;
  return {
    held: () => messages.map(read),
    release: (how = {}) => (released ??= giveBack(connection, { end, messages }, how)),
  };
};

/** Whatever happens meanwhile, messages go their usual way again at the end. */
export const holding = async <T>(url: string, name: string, work: (hold: Hold) => Promise<T>): Promise<T> => {
  const held = await hold(url, name);
  try {
    return await work(held);
  } finally {
    await held.release();
  }
};

interface HeldBack {
  readonly end: EndDiversion;
  readonly messages: readonly ConsumeMessage[];
}

const giveBack = async (
  { channel, close }: BrokerConnection,
  { end, messages }: HeldBack,
  { order = 'as they came', only = () => true }: Release,
): Promise<void> => {
  await end();
  const back = messages.filter((message) => only(read(message)));
  if (order === 'reverse') back.reverse();
  for (const { content, properties, fields } of back)
    channel.publish(fields.exchange, fields.routingKey, content, { ...properties, persistent: true });
  await channel.waitForConfirms();
  await close();
};

const read = ({ content, properties }: ConsumeMessage): HeldMessage => {
  const body = content.toString();
  const { type = '', correlationid = '' } = JSON.parse(body) as Record<string, string>;
  return { id: String(properties.messageId), type, saga: correlationid, body };
};
