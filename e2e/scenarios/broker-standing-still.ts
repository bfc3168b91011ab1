// The broker is there and does nothing: it takes no messages because of an alarm, or it stands still.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import { crowdThrough, latecomer, seesFlow, seesOpenSagas } from '../stage/crowd.ts';
import { withoutDeadLetter } from '../stage/dead-letters.ts';
import { watchingHeap } from '../stage/heap.ts';
import { ALARM, AWAY, seesReady, seesUnready } from '../stage/readiness.ts';
import type { Story } from '../stage/story.ts';

const entry = {
  chapter: 'servers',
  position: 3,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
} as const;
const FROZEN_S = 20;
const NOTICED_S = 16;
const RECONNECTED_S = 5;
const FLOW_S = 20;
const DRAINED_S = 30;
const crowd = { clients: 4, ordersEach: 25, paceMs: 350 };
/** How long each lasts. The first is long enough for the probe, were it to take the broker for dead. */
const alarms = { memory: 12, disk: 3 } as const;

const brokerAlarm = scenario({
  ...entry,
  name: 'broker-alarm',
  covers: ['F-25', 'F-26', 'R-05', 'R-25'],
  sentence: `The broker has no memory left for ${alarms.memory} s, later no disk for ${alarms.disk} s, each while orders keep coming: they are accepted, no process grows, nothing is lost.`,
  play: async (story) => {
    for (const alarm of ['memory', 'disk'] as const) {
      const fault = async (over: () => void) => {
        const during = async () => {
          await seesUnready(story, { services: ['order-service'], withinMs: 10_000, reason: ALARM });
          await seesOpenSagas(story, { during: `the ${alarm} alarm lasts` });
          await sleep(alarms[alarm] * 1_000); // how long the fault lasts; nothing is waited for
          await seesKept(story);
        };
        await watchingHeap(story, () => story.alarms(alarm, during));
        over(); // while orders come there is always something in an outbox
        await seesDrained(story);
      };
      await withoutDeadLetter(story, () => crowdThrough(story, { ...crowd, fault }));
    }
  },
});

const brokerFrozen = scenario({
  ...entry,
  name: 'broker-frozen',
  covers: ['F-24', 'R-21', 'R-25'],
  sentence: `The broker stands still for ${FROZEN_S} s in the middle of 60 sagas: noticed within ${NOTICED_S} s; afterwards all are connected within ${RECONNECTED_S} s, and orders flow within ${FLOW_S} s.`,
  play: async (story) => {
    const later = await latecomer(story);
    const fault = async () => {
      await story.freezes('broker');
      try {
        const noticed = { services: serviceNames, withinMs: NOTICED_S * 1_000, reason: AWAY };
        await Promise.all([
          seesUnready(story, noticed),
          seesOpenSagas(story, { during: 'the broker stands still' }),
          sleep(FROZEN_S * 1_000), // how long the fault lasts; nothing is waited for
        ]);
      } finally {
        await story.thaws('broker');
      }
      await seesReady(story, { services: serviceNames, withinMs: RECONNECTED_S * 1_000 });
      await seesFlow(story, later, FLOW_S * 1_000);
    };
    await withoutDeadLetter(story, () => crowdThrough(story, { clients: 4, ordersEach: 15, fault }));
  },
});

export default [brokerAlarm, brokerFrozen];

/** What the broker does not take is in the outbox. */
const seesKept = async (story: Story): Promise<void> => {
  const { pending, waitedMs } = await story.lab.outbox('order-service');
  expect(pending).to.be.above(0);
  story.sees(`${pending} commits of order-service wait, the oldest for ${(waitedMs / 1_000).toFixed(1)} s`);
};

const seesDrained = async (story: Story): Promise<void> => {
  const begin = Date.now();
  for (const service of serviceNames)
    await eventually(async () => expect((await story.lab.outbox(service)).pending).to.equal(0), {
      timeoutMs: begin + DRAINED_S * 1_000 - Date.now(),
      everyMs: 250,
    });
  story.sees(`every outbox is empty after ${((Date.now() - begin) / 1_000).toFixed(1)} s`);
};
