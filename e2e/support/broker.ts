// Messages that no service would send, published by the test user; the only place here that speaks AMQP.
import { randomUUID } from 'node:crypto';
import { exchanges } from '@saga-lab/contracts/topology';
import { connect } from 'amqplib';

export interface Parcel {
  /** The service that is to receive it as a command. */
  readonly to: string;
  readonly body: string;
}

/** Resolves once the broker has answered: `returned` when no queue wanted it. Connects for this one message. */
export const sendCommand = async (url: string, { to, body }: Parcel): Promise<'confirmed' | 'returned'> => {
  const connection = await connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    let result: 'confirmed' | 'returned' = 'confirmed';
    channel.on('return', () => {
      result = 'returned'; // comes before the confirm
    });
    const options = {
      persistent: true,
      mandatory: true,
      messageId: randomUUID(),
      contentType: 'application/cloudevents+json',
    };
    channel.publish(exchanges.commands, to, Buffer.from(body), options);
    await channel.waitForConfirms();
    return result;
  } finally {
    await connection.close();
  }
};
