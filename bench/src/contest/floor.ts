// The floor: the least that moves the same commits and messages between the same four services, without domain, validation,
// recovery or read models. What takes less than this is not durable, or not sagas.
import { connect } from 'amqplib';
import { serviceNames } from '@saga-lab/contracts/services';
import {
  COLLECTION,
  COMMITS,
  DATABASE,
  EXCHANGE,
  idsOf,
  LAST,
  MESSAGES,
  queueOf,
  sagaIn,
  stepOf,
} from '../floor/course.ts';
import type { StoredStep } from '../floor/course.ts';
import { startProcesses } from '../floor/driver.ts';
import { mustBeWorkOf } from '../floor/worker.ts';
import { endingsOn } from '../load/endings.ts';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Databases } from '../counters/databases.ts';
import type { Contestant, Ground, Traces } from './contestant.ts';
import { tracesOf } from './contestant.ts';

const LAST_COMMITS_WITHIN_MS = 30_000;

export const floor = async ({ infrastructure, databases }: Ground): Promise<Contestant> => {
  const { e2eUrl } = infrastructure;
  await withoutTraces(databases.connections);
  await onChannel(e2eUrl, declare);
  const driver = await startProcesses(infrastructure, (error) => {
    throw error;
  });
  const endings = await endingsOn({
    url: e2eUrl,
    exchange: EXCHANGE,
    keys: [LAST],
    sagaOf: (content) => stepOf(content.toString()).saga,
  });
  const run = `${Date.now()}`;
  let begun = 0;
  let ended = 0;
  return {
    name: 'floor',
    processes: driver.processes,
    prepare: () =>
      Promise.resolve(() => {
        const saga = `${run}-${begun++}`;
        driver.begin(saga);
        return Promise.resolve(saga);
      }),
    ended: async (saga) => {
      await endings.of(saga);
      ended += 1;
    },
    traces: (sagas) =>
      eventually(
        async () => {
          const did = { ...(await driver.counts()), ended };
          mustBeWorkOf(begun, did, { commits: COMMITS, confirmed: MESSAGES });
          return tracesIn(databases.connections, sagas);
        },
        { timeoutMs: LAST_COMMITS_WITHIN_MS, everyMs: 200 },
      ),
    stop: async () => {
      await endings.close();
      await driver.stop();
      await onChannel(e2eUrl, remove);
      await withoutTraces(databases.connections);
    },
  };
};

type Channel = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createChannel']>>;

const onChannel = async (url: string, work: (channel: Channel) => Promise<void>): Promise<void> => {
  const connection = await connect(url);
  try {
    await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
};

/** Queues of the kind that the services have. */
const declare = async (channel: Channel): Promise<void> => {
  await remove(channel);
  await channel.assertExchange(EXCHANGE, 'direct', { durable: true });
  for (const service of serviceNames) {
    const queue = queueOf(service);
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await channel.bindQueue(queue, EXCHANGE, queue);
  }
  await channel.bindQueue(queueOf('saga-orchestrator'), EXCHANGE, LAST);
};

const remove = async (channel: Channel): Promise<void> => {
  for (const service of serviceNames) await channel.deleteQueue(queueOf(service));
  await channel.deleteExchange(EXCHANGE);
};

const withoutTraces = async (connections: Databases['connections']): Promise<void> => {
  await Promise.all(connections.map(({ client }) => client.db(DATABASE).dropDatabase()));
};

const tracesIn = async (connections: Databases['connections'], sagas: readonly string[]): Promise<Traces> => {
  const _id = { $in: sagas.flatMap(idsOf) };
  const found = await Promise.all(
    connections.map(({ client }) =>
      client.db(DATABASE).collection<StoredStep>(COLLECTION).find({ _id }).toArray(),
    ),
  );
  const commits = found.flat().map((step) => ({ saga: sagaIn(step._id), at: step.at }));
  return { sagas: tracesOf(commits), repeats: 0 };
};
