// A connection of its own to the broker, for whoever does something to it from outside.
import { connect } from 'amqplib';
import type { ConfirmChannel } from 'amqplib';

export interface BrokerConnection {
  readonly channel: ConfirmChannel;
  /** With which code the broker closed it, if it did. */
  readonly refusal: () => number | undefined;
  readonly close: () => Promise<void>;
}

/** What goes wrong on it later fails the next call on its channel. */
export const openBrokerConnection = async (url: string): Promise<BrokerConnection> => {
  const connection = await connect(url);
  let refusal: number | undefined;
  const note = (error: { readonly code?: number | string | undefined }) => {
    refusal ??= Number(error.code);
  };
  connection.on('error', note);
  const channel = await connection.createConfirmChannel();
  channel.on('error', note);
  return { channel, refusal: () => refusal, close: () => connection.close().catch(() => undefined) };
};
