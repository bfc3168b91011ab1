// What the services stand on dies, or stands still, in the middle of many sagas.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';
import { expectWaiting } from '../faults/queues.ts';
import { NO_DATABASE, expectUnready } from '../stage/readiness.ts';

const entry = {
  chapter: 'servers',
  position: 4,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
} as const;
const FROZEN_S = 30;
/** In each round messages still come to both: from the orchestrator to the participants, from clients and participants to the two others. */
const frozenTogether = [
  ['payment-service', 'inventory-service'],
  ['order-service', 'saga-orchestrator'],
] as const;
/** Twice the deadline of a step is 6 s here; the rest is for a slow machine. */
const MADE_GOOD_MS = 20_000;
const orchestrator = 'saga-orchestrator';
const databases = serviceNames.map((name) => `mongo-${name}`);

const brokerKilled = scenario({
  ...entry,
  name: 'broker-killed',
  covers: ['F-22'],
  sentence:
    'The broker gets SIGKILL in the middle of 100 sagas and is started again: orders are accepted meanwhile, every saga ends.',
  play: (run) => {
    const fault = async () => {
      await run.kill('broker');
      await whileDown(run, ['broker'], () => expectOpenSagas(run, { during: 'the broker is down' }));
    };
    return orderDuringFault(run, { clients: 5, ordersEach: 20, fault });
  },
});

const brokerWiped = scenario({
  ...entry,
  name: 'broker-wiped',
  covers: ['F-31'],
  sentence:
    'In the middle of 100 sagas the broker gets SIGKILL and all that it kept is deleted, messages for the orchestrator too: pending orders are announced again, sagas repeat or are undone.',
  play: (run) => {
    const wipe = async () => {
      await run.kill(orchestrator);
      await expectWaiting(run, ['saga-orchestrator.starts', 'saga-orchestrator.replies']);
      await run.kill('broker');
      run.wipeBroker();
      run.noteLoss('all data of the broker were deleted');
      await expectOpenSagas(run, { during: 'the broker is down', askOrders: true });
    };
    const fault = () => whileDown(run, ['broker', orchestrator], wipe);
    return orderDuringFault(run, { clients: 5, ordersEach: 20, fault, endWithinMs: MADE_GOOD_MS });
  },
});

const mongodKilled = scenario({
  ...entry,
  name: 'mongod-killed',
  covers: ['F-02', 'F-50', 'R-15'],
  sentence:
    'Each of the four databases in turn gets SIGKILL in the middle of at least 40 sagas and is started again: every saga ends.',
  play: async (run) => {
    for (const database of databases) {
      const fault = async () => {
        await run.kill(database);
        const askOrders = database === 'mongo-saga-orchestrator';
        await whileDown(run, [database], () =>
          expectOpenSagas(run, { during: `${database} is down`, askOrders }),
        );
      };
      // Paced, or a fast machine has done with all of them before the database is gone.
      await orderDuringFault(run, { clients: 4, ordersEach: 10, paceMs: 100, fault });
    }
  },
});

const mongodFrozen = scenario({
  ...entry,
  name: 'mongod-frozen',
  covers: ['F-51', 'R-13', 'R-15', 'R-25', 'R-41'],
  sentence: `Two databases stand still for ${FROZEN_S} s in the middle of 40 sagas, then the two others: commits of unknown outcome take effect once.`,
  play: async (run) => {
    for (const [one, two] of frozenTogether) {
      const services = [one, two];
      const parts = services.map((service) => `mongo-${service}`);
      const fault = async () => {
        for (const part of parts) await run.freeze(part);
        try {
          const noticed = { services, withinMs: FROZEN_S * 1_000, reason: NO_DATABASE };
          await Promise.all([
            expectUnready(run, noticed),
            sleep(FROZEN_S * 1_000), // how long the fault lasts; nothing is waited for
          ]);
        } finally {
          for (const part of parts) await run.resume(part);
        }
      };
      await expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 4, ordersEach: 10, fault }));
    }
  },
});

const everythingKilled = scenario({
  ...entry,
  name: 'everything-killed',
  covers: ['F-03', 'F-04', 'F-09', 'R-02', 'R-10', 'R-42'],
  sentence:
    'All services, all databases and the broker get SIGKILL at once in the middle of 500 sagas, and are started again.',
  play: (run) => {
    const servers = [...databases, 'broker'];
    const fault = async () => {
      await run.kill(...serviceNames, ...servers);
      await run.start(...servers);
      await run.start(...serviceNames);
      await expectOpenSagas(run, { during: 'everything has just come back' });
    };
    return orderDuringFault(run, { clients: 10, ordersEach: 50, fault });
  },
});

export default [brokerKilled, brokerWiped, mongodKilled, mongodFrozen, everythingKilled];

const whileDown = async (
  run: ScenarioRun,
  parts: readonly string[],
  look: () => Promise<void>,
): Promise<void> => {
  try {
    await look();
  } finally {
    await run.start(...parts); // after a failure, too: other scenarios use this system
  }
};
