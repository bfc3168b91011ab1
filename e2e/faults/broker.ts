// Messages that no service would send, published by the test user. Only the files `broker*` here speak AMQP.
import { randomUUID } from 'node:crypto';
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import type { Route } from '@saga-lab/contracts/topology';
import { deadLettersOf, exchanges, routeOf } from '@saga-lab/contracts/topology';
import { openBrokerConnection } from '@saga-lab/launcher/broker/broker-connection';
import type { ConfirmChannel, Options } from 'amqplib';

export interface CommandToSend {
  /** The service that is to receive it as a command. */
  readonly to: string;
  readonly body: string;
}

export interface RawMessage {
  readonly route: Route;
  readonly bytes: Uint8Array | string;
  /** Other than those that a service gives its messages; `undefined` leaves one out. */
  readonly properties?: Options.Publish | undefined;
  /** How often it is sent; once by default. */
  readonly copies?: number;
}

/** `refused`, and the code of AMQP, when the broker closes the channel or the connection over it. */
export type PublishOutcome = 'confirmed' | 'returned' | `refused ${number}`;

/** Resolves once the broker has answered: `returned` when no queue wanted it. Connects for this one message. */
export const sendCommand = (url: string, { to, body }: CommandToSend): Promise<PublishOutcome> =>
  send(url, [{ route: routeOf({ service: to }), bytes: body }]);

/** Publishes one event as if a service had: its type is its routing key. */
export const sendEvent = (url: string, event: { readonly type: string }): Promise<PublishOutcome> =>
  send(url, [{ route: routeOf({ topic: event.type }), bytes: JSON.stringify(event) }]);

/** As if the broker had given it up after too many deliveries. */
export const sendAsDeadLetter = (url: string, queue: string, body: string): Promise<PublishOutcome> =>
  send(url, [{ route: { exchange: exchanges.dead, key: deadLettersOf(queue) }, bytes: body }]);

/** One after the other, on a connection of their own; what happened to one of them is said of all. */
export const send = async (url: string, letters: readonly RawMessage[]): Promise<PublishOutcome> => {
  const { channel, refusal, close } = await openBrokerConnection(url);
  let result: PublishOutcome = 'confirmed';
  channel.on('return', () => {
    result = 'returned'; // comes before the confirm
  });
  try {
    for (const letter of letters) publish(channel, letter);
    await channel.waitForConfirms();
    return result;
  } catch (error) {
    const code = refusal();
    if (code === undefined) throw error;
    return `refused ${code}`;
  } finally {
    await close();
  }
};

const publish = (channel: ConfirmChannel, { route, bytes, properties, copies = 1 }: RawMessage): void => {
  const content = Buffer.from(bytes as string);
  const options = { ...usual(content), ...properties };
  for (let copy = 0; copy < copies; copy += 1) channel.publish(route.exchange, route.key, content, options);
};

/** As the publisher of a service has them. */
const usual = (content: Buffer): Options.Publish => ({
  persistent: true,
  mandatory: true,
  messageId: idIn(content) ?? randomUUID(),
  contentType: CONTENT_TYPE,
});

const idIn = (content: Buffer): string | undefined => {
  try {
    const { id } = JSON.parse(content.toString()) as { readonly id?: unknown };
    return typeof id === 'string' && Buffer.byteLength(id) < 256 ? id : undefined;
  } catch {
    return undefined;
  }
};
