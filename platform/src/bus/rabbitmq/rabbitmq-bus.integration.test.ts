import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import { routeOf } from '@saga-lab/contracts/topology';
import { busContract } from '../bus.contract.ts';
import { rabbitmqBus } from './rabbitmq-bus.ts';
import { testRabbitmqUrl } from '../../testing/test-servers.ts';

busContract('RabbitMQ', async () => {
  const url = testRabbitmqUrl();
  const service = `bus-test-${randomUUID()}`;
  const topic = `LampLit${randomUUID()}`;
  const [commands, left, right] = [`${service}.commands`, `${service}.left`, `${service}.right`];
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const bind = async (queue: string, { exchange, key }: { exchange: string; key: string }) => {
    await channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum' } });
    await channel.bindQueue(queue, exchange, key);
  };
  await bind(commands, routeOf({ service }));
  await bind(left, routeOf({ topic }));
  await bind(right, routeOf({ topic }));
  return {
    service,
    topic,
    commands,
    left,
    right,
    connect: () => rabbitmqBus({ url }),
    inject: async (queue, body) => {
      channel.sendToQueue(queue, Buffer.from(body), { contentType: CONTENT_TYPE });
      await channel.waitForConfirms();
    },
    stop: async () => {
      for (const queue of [commands, left, right]) await channel.deleteQueue(queue);
      await connection.close();
    },
  };
});
