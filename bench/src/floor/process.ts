// A process of the floor: one worker between its queue and its database. Any failure is the end of the run.
import { connect } from 'amqplib';
import { inOneWrite, socketOf } from '@saga-lab/platform/bus/rabbitmq/one-write';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { COLLECTION, DATABASE, EXCHANGE, queueOf, stepOf } from './course.ts';
import type { StoredStep } from './course.ts';
import type { FromProcess, ToProcess } from './talk.ts';
import { worker } from './worker.ts';
import type { Worker, WorkerPorts } from './worker.ts';

const PREFETCH = 1_000;

const tell = (message: FromProcess): void => void process.send?.(message);

const fail = (error: unknown): never => {
  tell({ say: 'failed', why: String(error) });
  process.exit(1);
};
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.on('disconnect', () => process.exit(0));

const insertInto = async (mongoUrl: string): Promise<WorkerPorts['insert']> => {
  const { db } = await connectMongo({ url: mongoUrl, database: DATABASE });
  const commits = db.collection<StoredStep>(COLLECTION);
  return async (documents) => (await commits.insertMany([...documents], { ordered: false })).insertedCount;
};

const linkTo = async (brokerUrl: string) => {
  const model = await connect(brokerUrl, { noDelay: true });
  const socket = socketOf(model.connection);
  if (socket) inOneWrite(socket);
  return model;
};

/** Publishes and consumes on two connections, as the services do. */
const connected = async (service: string, mongoUrl: string, brokerUrl: string): Promise<Worker> => {
  const [insert, outgoing, incoming] = await Promise.all([
    insertInto(mongoUrl),
    linkTo(brokerUrl).then((connection) => connection.createConfirmChannel()),
    linkTo(brokerUrl).then((connection) => connection.createChannel()),
  ]);
  const publish: WorkerPorts['publish'] = (key, body, confirmed) => {
    outgoing.publish(EXCHANGE, key, Buffer.from(body), { persistent: true }, (error) =>
      error ? fail(error) : confirmed(),
    );
  };
  const made = worker({ insert, publish, now: Date.now });
  await incoming.prefetch(PREFETCH);
  await incoming.consume(queueOf(service), (message) => {
    if (message === null) return fail('the queue is gone');
    const done = () => incoming.ack(message, true);
    made.take({ ...stepOf(message.content.toString()), done });
  });
  return made;
};

let made: Worker | undefined;

const handle = async (message: ToProcess): Promise<void> => {
  switch (message.say) {
    case 'connect':
      made = await connected(message.service, message.mongoUrl, message.brokerUrl);
      tell({ say: 'ready' });
      return;
    case 'begin':
      for (const saga of message.sagas) made?.take({ saga, hop: 0 });
      return;
    case 'count':
      tell({ say: 'counted', counts: made?.counts() ?? { commits: 0, confirmed: 0 } });
  }
};

process.on('message', (message) => void handle(message as ToProcess));
