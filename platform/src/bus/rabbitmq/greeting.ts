// The first message of a connection. RabbitMQ tells of an alarm only to those who publish: without one, a service that has
// nothing to send yet would take a broker for ready that takes nothing. It comes behind the opening of all channels, because
// from whoever it has told the broker reads nothing more.
import { exchanges } from '@saga-lab/contracts/topology';
import type { ChannelModel } from 'amqplib';
import { closeQuietly } from './connection.ts';

const ANSWER_WITHIN_MS = 3_000;

/**
 * Resolves once the broker has taken a message that reaches no queue, or has said that it takes none. An exchange that is not
 * there, or no answer within 3 s, says nothing about an alarm, and keeps nobody from trying.
 */
export const greet = async (connection: ChannelModel): Promise<void> => {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      connection.off('blocked', done);
      resolve();
    };
    const timer = setTimeout(done, ANSWER_WITHIN_MS);
    connection.once('blocked', done);
    answered(connection).then(done, done); // of its loss the connection tells itself
  });
};

const answered = async (connection: ChannelModel): Promise<void> => {
  const channel = await connection.createConfirmChannel();
  await new Promise<void>((resolve) => {
    channel.on('error', () => resolve());
    channel.publish(exchanges.nowhere, '', Buffer.alloc(0), {}, () => resolve());
  });
  await closeQuietly(channel);
};
