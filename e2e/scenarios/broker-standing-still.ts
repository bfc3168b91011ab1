// The broker is there and does nothing: it takes no messages because of an alarm, or it stands still.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import { prepareLateOrder, expectOrderToEnd } from '../stage/late-order.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';
import { expectBoundedHeaps } from '../stage/heap.ts';
import { BROKER_ALARM, BROKER_AWAY, expectReady, expectUnready } from '../stage/readiness.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const entry = {
  chapter: 'servers',
  position: 3,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
} as const;
const FROZEN_S = 20;
const NOTICED_S = 16;
const RECONNECTED_S = 5;
const FLOW_S = 20;
const DRAINED_S = 90;
const load = { clients: 4, ordersEach: 25, paceMs: 350 };
/** How long each lasts. The first is long enough for the probe, were it to take the broker for dead. */
const alarms = { memory: 12, disk: 3 } as const;

const brokerAlarm = scenario({
  ...entry,
  name: 'broker-alarm',
  covers: ['F-25', 'F-26', 'R-05', 'R-25'],
  sentence: `The broker has no memory left for ${alarms.memory} s, later no disk for ${alarms.disk} s, each while orders keep coming: they are accepted, no process grows, nothing is lost.`,
  play: async (run) => {
    for (const alarm of ['memory', 'disk'] as const) {
      const fault = async (over: () => void) => {
        const during = async () => {
          await expectUnready(run, { services: ['order-service'], withinMs: 10_000, reason: BROKER_ALARM });
          await expectOpenSagas(run, { during: `the ${alarm} alarm lasts` });
          await sleep(alarms[alarm] * 1_000); // how long the fault lasts; nothing is waited for
          await expectKept(run);
        };
        await expectBoundedHeaps(run, () => run.raiseAlarm(alarm, during));
        over(); // while orders come there is always something in an outbox
        await expectDrained(run);
      };
      await expectNoDeadLetter(run, () => orderDuringFault(run, { ...load, fault }));
    }
  },
});

const brokerFrozen = scenario({
  ...entry,
  name: 'broker-frozen',
  covers: ['F-24', 'R-21', 'R-25'],
  sentence: `The broker stands still for ${FROZEN_S} s in the middle of 60 sagas: noticed within ${NOTICED_S} s; afterwards all are connected within ${RECONNECTED_S} s, and orders flow within ${FLOW_S} s.`,
  play: async (run) => {
    const later = await prepareLateOrder(run);
    const fault = async () => {
      await run.freeze('broker');
      try {
        const noticed = { services: serviceNames, withinMs: NOTICED_S * 1_000, reason: BROKER_AWAY };
        await Promise.all([
          expectUnready(run, noticed),
          expectOpenSagas(run, { during: 'the broker stands still' }),
          sleep(FROZEN_S * 1_000), // how long the fault lasts; nothing is waited for
        ]);
      } finally {
        await run.resume('broker');
      }
      await expectReady(run, { services: serviceNames, withinMs: RECONNECTED_S * 1_000 });
      await expectOrderToEnd(run, later, FLOW_S * 1_000);
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 4, ordersEach: 15, fault }));
  },
});

export default [brokerAlarm, brokerFrozen];

/** What the broker does not take is in the outbox. */
const expectKept = async (run: ScenarioRun): Promise<void> => {
  const { pending, waitedMs } = await run.lab.outbox('order-service');
  expect(pending).to.be.above(0);
  run.reportResult(
    `${pending} commits of order-service wait, the oldest for ${(waitedMs / 1_000).toFixed(1)} s`,
  );
};

const expectDrained = async (run: ScenarioRun): Promise<void> => {
  const begin = Date.now();
  for (const service of serviceNames)
    await eventually(async () => expect((await run.lab.outbox(service)).pending).to.equal(0), {
      timeoutMs: begin + DRAINED_S * 1_000 - Date.now(),
      everyMs: 250,
    });
  run.reportResult(`every outbox is empty after ${((Date.now() - begin) / 1_000).toFixed(1)} s`);
};
