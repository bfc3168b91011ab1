// The broker is there, and somebody operates it in the middle of many sagas: connections, a restart, a password, queues.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { deleteQueue, removeBinding } from '../faults/broker-topology.ts';
import { prepareLateOrder, expectOrderToEnd } from '../stage/late-order.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';
import { publishesOf } from '../stage/metrics.ts';
import { BROKER_AWAY, expectReady, expectUnready } from '../stage/readiness.ts';

const entry = {
  chapter: 'servers',
  position: 1,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
} as const;
const RECONNECT_MS = 2_000;
const READY_AGAIN_MS = 5_000;
const FLOW_MS = 20_000;
const TORN_S = 5;
const load = { clients: 4, ordersEach: 15, paceMs: 300 };

const connectionsClosed = scenario({
  ...entry,
  name: 'connections-closed',
  covers: ['F-20'],
  sentence:
    'The broker closes every connection while orders keep coming: all services are connected again within 2 s.',
  play: (run) => {
    const fault = async () => {
      const before = await connections(run);
      await run.rabbitmqctl('close_all_connections', '--global', 'closed by a scenario');
      await expectReady(run, { services: serviceNames, withinMs: RECONNECT_MS });
      const after = await connections(run);
      expect(after.filter((each) => before.includes(each))).to.deep.equal([]);
      expect(after.length).to.be.at.least(2 * serviceNames.length);
      run.reportResult(`${after.length} new connections, none of the ${before.length} from before`);
    };
    return expectNoDeadLetter(run, () => orderDuringFault(run, { ...load, fault }));
  },
});

const brokerRestarted = scenario({
  ...entry,
  name: 'broker-restarted',
  covers: ['F-23', 'R-25'],
  sentence:
    'The broker stops in order while orders keep coming and starts again: orders are accepted meanwhile, and all services are connected within 5 s afterwards.',
  play: async (run) => {
    const later = await prepareLateOrder(run);
    const fault = async () => {
      await run.rabbitmqctl('stop_app');
      try {
        await expectUnready(run, { services: serviceNames, withinMs: RECONNECT_MS, reason: BROKER_AWAY });
        await expectOpenSagas(run, { during: 'the broker is stopped' });
      } finally {
        await run.rabbitmqctl('start_app');
      }
      await expectReady(run, { services: serviceNames, withinMs: READY_AGAIN_MS });
      await expectOrderToEnd(run, later, FLOW_MS);
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { ...load, fault }));
  },
});

const passwordChanged = scenario({
  ...entry,
  name: 'password-changed',
  covers: ['F-32', 'R-24', 'R-25'],
  sentence:
    "The password of the payment service's user is changed while orders keep coming: the service is not ready, and works again once it is right.",
  play: async (run) => {
    const services = ['payment-service'] as const;
    const fault = async () => {
      await run.rabbitmqctl('change_password', 'payment-service', 'another-one');
      try {
        await run.rabbitmqctl('close_all_user_connections', 'payment-service', 'another password');
        await expectUnready(run, { services, withinMs: RECONNECT_MS, reason: BROKER_AWAY });
        await expectOpenSagas(run, { during: 'the payment service is locked out' });
      } finally {
        await run.restoreBroker();
      }
      await expectReady(run, { services, withinMs: READY_AGAIN_MS });
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { ...load, fault }));
  },
});

const tornTopology = scenario({
  ...entry,
  name: 'torn-topology',
  covers: ['F-27', 'F-28', 'R-04', 'R-17', 'R-25'],
  sentence: `The queue of the payment service is deleted and the inventory service unbound, ${TORN_S} s long while orders keep coming: what comes back is kept, what is lost is sent again.`,
  play: async (run) => {
    const fault = async () => {
      const before = await publishesOf(run, 'returned');
      run.noteLoss('a queue was deleted');
      run.reportAction('delete the queue payment-service.commands, and unbind inventory-service.commands');
      try {
        await deleteQueue(run.brokerUrl(), 'payment-service.commands');
        await removeBinding(run.brokerUrl(), 'inventory-service');
        await expectUnready(run, {
          services: ['payment-service'],
          withinMs: READY_AGAIN_MS,
          reason: BROKER_AWAY,
        });
        await sleep(TORN_S * 1_000); // how long the fault lasts; nothing is waited for
        const returned = (await publishesOf(run, 'returned')) - before;
        expect(returned).to.be.above(0);
        run.reportResult(`${returned} messages came back from the broker`);
        await expectOpenSagas(run, { during: 'their messages have nowhere to go' });
      } finally {
        await run.restoreBroker();
      }
      await expectReady(run, { services: serviceNames, withinMs: 2 * READY_AGAIN_MS });
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { ...load, fault }));
  },
});

export default [connectionsClosed, brokerRestarted, passwordChanged, tornTopology];

/** As the broker knows them, those of tools left out. */
const connections = async (run: ScenarioRun): Promise<readonly string[]> =>
  (await run.rabbitmqctl('list_connections', '--quiet', '--no-table-headers', 'user', 'pid'))
    .split('\n')
    .filter((line) => serviceNames.some((service) => line.startsWith(service)));
