// What the services stand on dies, or stands still, in the middle of many sagas.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/launcher/client/documents';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';
import { crowdThrough, seesOpenSagas } from '../support/crowd.ts';

const needs = 'a system with short limits';
const FROZEN_S = 20;
const databases = serviceNames.map((name) => `mongo-${name}`);

export const brokerKilled = scenario(
  'broker-killed',
  'The broker gets SIGKILL in the middle of 100 sagas and is started again: orders are accepted meanwhile, every saga ends.',
  (story) => {
    const fault = async () => {
      await story.kills('broker');
      await whileDown(story, ['broker'], () => seesOpenSagas(story, { during: 'the broker is down' }));
    };
    return crowdThrough(story, { clients: 5, ordersEach: 20, fault });
  },
  { needs },
);

export const mongodKilled = scenario(
  'mongod-killed',
  'Each of the four databases in turn gets SIGKILL in the middle of 40 sagas and is started again: every saga ends.',
  async (story) => {
    for (const database of databases) {
      const fault = async () => {
        await story.kills(database);
        const askOrders = database === 'mongo-saga-orchestrator';
        await whileDown(story, [database], () =>
          seesOpenSagas(story, { during: `${database} is down`, askOrders }),
        );
      };
      await crowdThrough(story, { clients: 4, ordersEach: 10, fault });
    }
  },
  { needs },
);

export const mongodFrozen = scenario(
  'mongod-frozen',
  `The orchestrator's database stands still for ${FROZEN_S} s in the middle of 40 sagas: commits of unknown outcome take effect once.`,
  (story) => {
    const database = 'mongo-saga-orchestrator';
    const fault = async () => {
      await story.freezes(database);
      try {
        await seesOpenSagas(story, { during: `${database} stands still`, askOrders: true });
        await sleep(FROZEN_S * 1_000); // how long the fault lasts; nothing is waited for
      } finally {
        await story.thaws(database);
      }
    };
    return crowdThrough(story, { clients: 4, ordersEach: 10, fault });
  },
  { needs },
);

export const everythingKilled = scenario(
  'everything-killed',
  'All services, all databases and the broker get SIGKILL at once in the middle of 500 sagas, and are started again.',
  (story) => {
    const servers = [...databases, 'broker'];
    const fault = async () => {
      await story.kills(...serviceNames, ...servers);
      await story.starts(...servers);
      await story.starts(...serviceNames);
      await seesOpenSagas(story, { during: 'everything has just come back' });
    };
    return crowdThrough(story, { clients: 10, ordersEach: 50, fault });
  },
  { needs },
);

const whileDown = async (
  story: Story,
  parts: readonly string[],
  look: () => Promise<void>,
): Promise<void> => {
  try {
    await look();
  } finally {
    await story.starts(...parts); // whatever was seen: others play here too
  }
};
