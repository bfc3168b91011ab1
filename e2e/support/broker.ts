// Messages that no service would send, published by the test user. Only the files `broker*` here speak AMQP.
import { randomUUID } from 'node:crypto';
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import type { Route } from '@saga-lab/contracts/topology';
import { deadLettersOf, exchanges, routeOf } from '@saga-lab/contracts/topology';
import { connect } from 'amqplib';
import type { ConfirmChannel, Options } from 'amqplib';

export interface Parcel {
  /** The service that is to receive it as a command. */
  readonly to: string;
  readonly body: string;
}

export interface Line {
  readonly channel: ConfirmChannel;
  readonly close: () => Promise<void>;
}

/** A connection of its own. What goes wrong on it later fails the next call on its channel. */
export const openLine = async (url: string): Promise<Line> => {
  const connection = await connect(url);
  connection.on('error', () => undefined);
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
  return { channel, close: () => connection.close().catch(() => undefined) };
};

/** Resolves once the broker has answered: `returned` when no queue wanted it. Connects for this one message. */
export const sendCommand = (url: string, { to, body }: Parcel): Promise<'confirmed' | 'returned'> =>
  send(url, routeOf({ service: to }), body);

/** Publishes one event as if a service had: its type is its routing key. */
export const sendEvent = (url: string, event: { readonly type: string }): Promise<'confirmed' | 'returned'> =>
  send(url, routeOf({ topic: event.type }), JSON.stringify(event));

/** As if the broker had given it up after too many deliveries. */
export const sendDead = (url: string, queue: string, body: string): Promise<'confirmed' | 'returned'> =>
  send(url, { exchange: exchanges.dead, key: deadLettersOf(queue) }, body);

const send = async (url: string, { exchange, key }: Route, body: string) => {
  const { channel, close } = await openLine(url);
  try {
    let result: 'confirmed' | 'returned' = 'confirmed';
    channel.on('return', () => {
      result = 'returned'; // comes before the confirm
    });
    const options: Options.Publish = {
      persistent: true,
      mandatory: true,
      messageId: idIn(body) ?? randomUUID(),
      contentType: CONTENT_TYPE,
    };
    channel.publish(exchange, key, Buffer.from(body), options);
    await channel.waitForConfirms();
    return result;
  } finally {
    await close();
  }
};

const idIn = (body: string): string | undefined => {
  try {
    return (JSON.parse(body) as { readonly id?: string }).id;
  } catch {
    return undefined;
  }
};
