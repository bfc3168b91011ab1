// Queues that are there, but not as the definitions have them. Only somebody who may declare a queue can find out: AMQP compares
// nothing in the passive look that is left to a service.
import { deadLettersOf, queues } from '@saga-lab/contracts/topology';
import { connect } from 'amqplib';
import type { ChannelModel } from 'amqplib';
import { QUEUE } from './definitions.ts';

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
      if (await isUnlike(connection, queue)) unlike.push(queue);
    return unlike;
  } finally {
    await connection.close();
  }
};

/** 406: it has other properties. 405: it is held by one connection alone. Either takes the channel with it. */
const isUnlike = async (connection: ChannelModel, queue: string): Promise<boolean> => {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    await channel.assertQueue(queue, QUEUE);
    await channel.close();
    return false;
  } catch (error) {
    return /\b40[56] \(/.test(String(error));
  }
};
