// Queues that are there, but not as the definitions have them. Only somebody who may declare a queue can find out: AMQP compares
// nothing in the passive look that is left to a service.
import { deadLettersOf, queues } from '@saga-lab/contracts/topology';
import { connect } from 'amqplib';
import type { ChannelModel } from 'amqplib';
import { QUEUE, queueOf } from './definitions.ts';

const ANSWER_WITHIN_MS = 5_000;

/**
 * Their names, for a broker on which all of them are there: declaring one that is alike changes nothing. None for a user who
 * may not declare any.
 */
export const unlikeQueues = async (url: string): Promise<readonly string[]> => {
  const connection = await connect(url, { timeout: ANSWER_WITHIN_MS });
  connection.on('error', () => undefined);
  try {
    const unlike: string[] = [];
    for (const queue of [...queues, ...queues.map(deadLettersOf)])
      if (!(await isAlike(connection, queue))) unlike.push(queue);
    return unlike;
  } finally {
    await connection.close();
  }
};

/** One that was made before it had but one consumer at a time is as right, and only slower with several. */
const isAlike = async (connection: ChannelModel, queue: string): Promise<boolean> =>
  (await isAs(connection, queue, queueOf(queue))) || isAs(connection, queue, QUEUE);

/** 406: it has other properties. 405: it is held by one connection alone. Either takes the channel with it. */
const isAs = async (connection: ChannelModel, queue: string, options: typeof QUEUE): Promise<boolean> => {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    await channel.assertQueue(queue, options);
    await channel.close();
    return true;
  } catch (error) {
    return !/\b40[56] \(/.test(String(error));
  }
};
