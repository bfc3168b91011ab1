// Every message again: a tap beside the queues, which publishes a copy of whatever comes by.
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import { participants } from '@saga-lab/contracts/services';
import { exchanges } from '@saga-lab/contracts/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { expect } from 'chai';

const MARK = 'x-copied-by-test';

interface TappedMessage {
  readonly saga: string;
  readonly type: string;
  readonly isCopy: boolean;
}

export interface MessageCounts {
  /** Different types, saga by saga: what the services send when nothing is repeated. */
  readonly kinds: number;
  /** What the services sent. */
  readonly sent: number;
  /** The same plus all copies. */
  readonly onTheWire: number;
}

export interface Tap {
  /** Messages of these sagas so far, once every copy of them is on its way. */
  count(sagas: readonly string[]): Promise<MessageCounts>;
  /** Messages that came by so far, without copies. */
  seen(): number;
  /** No more copies; what the tap counted is gone. */
  close(): Promise<void>;
}

/**
 * From now on every command and event goes over the broker `times` times in all: same exchange, routing key, properties
 * and bytes, and a header that marks the copies, so that a copy is not copied. With 1 it only counts.
 */
export const everyMessageAgain = async (url: string, times: number): Promise<Tap> => {
  const { channel, close } = await openBrokerConnection(url);
  const tapped: TappedMessage[] = [];
  const tapMessage = (message: ConsumeMessage | null): void => {
    if (!message) return;
    const isCopy = MARK in headersOf(message);
    tapped.push({ ...nameOf(message.content), isCopy });
    if (!isCopy) publishCopies(channel, message, times - 1);
  };
  await channel.consume(await queueForAll(channel), tapMessage, { noAck: true });
  const count = async (sagas: readonly string[]) => {
    await channel.waitForConfirms();
    const counts = countsOf(tapped, sagas);
    expect(counts.onTheWire, 'messages and copies that came by').to.equal(counts.sent * times);
    return counts;
  };
  const seen = () => tapped.filter(({ isCopy }) => !isCopy).length;
  return { count: (sagas) => eventually(() => count(sagas)), seen, close };
};

/** A queue beside those of the services, which gets every command and event. */
const queueForAll = async (channel: ConfirmChannel): Promise<string> => {
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, exchanges.events, '#');
  await channel.bindQueue(queue, exchanges.roles, '#');
  for (const service of Object.keys(participants))
    await channel.bindQueue(queue, exchanges.commands, service);
  return queue;
};

const headersOf = ({ properties }: ConsumeMessage) =>
  (properties.headers ?? {}) as Readonly<Record<string, unknown>>;

const publishCopies = (channel: ConfirmChannel, message: ConsumeMessage, copies: number): void => {
  const { fields, properties, content } = message;
  const headers = { ...headersOf(message), [MARK]: true };
  for (let copy = 0; copy < copies; copy += 1)
    channel.publish(fields.exchange, fields.routingKey, content, {
      ...properties,
      headers,
      persistent: true,
    });
};

const countsOf = (tapped: readonly TappedMessage[], sagas: readonly string[]): MessageCounts => {
  const theirs = tapped.filter(({ saga }) => sagas.includes(saga));
  return {
    kinds: new Set(theirs.map(({ saga, type }) => `${saga} ${type}`)).size,
    sent: theirs.filter(({ isCopy }) => !isCopy).length,
    onTheWire: theirs.length,
  };
};

const nameOf = (content: Buffer): { saga: string; type: string } => {
  try {
    const { correlationid = '', type = '' } = JSON.parse(content.toString()) as Record<string, string>;
    return { saga: correlationid, type };
  } catch {
    return { saga: '', type: '' };
  }
};
