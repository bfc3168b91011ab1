// The broker is there, and somebody operates it in the middle of many sagas: connections, a restart, a password, queues.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { deleteQueue, removeBinding } from '../faults/broker-topology.ts';
import { crowdThrough, latecomer, seesFlow, seesOpenSagas } from '../stage/crowd.ts';
import { withoutDeadLetter } from '../stage/dead-letters.ts';
import { publishesOf } from '../stage/metrics.ts';
import { AWAY, seesReady, seesUnready } from '../stage/readiness.ts';

const entry = {
  chapter: 'servers',
  position: 1,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
} as const;
const RECONNECT_MS = 2_000;
const READY_AGAIN_MS = 5_000;
const FLOW_MS = 20_000;
const TORN_S = 5;
const crowd = { clients: 4, ordersEach: 15, paceMs: 300 };

const connectionsClosed = scenario({
  ...entry,
  name: 'connections-closed',
  covers: ['F-20'],
  sentence:
    'The broker closes every connection while orders keep coming: all services are connected again within 2 s.',
  play: (story) => {
    const fault = async () => {
      const before = await connections(story);
      await story.rabbitmqctl('close_all_connections', '--global', 'closed by a scenario');
      await seesReady(story, { services: serviceNames, withinMs: RECONNECT_MS });
      const after = await connections(story);
      expect(after.filter((each) => before.includes(each))).to.deep.equal([]);
      expect(after.length).to.be.at.least(2 * serviceNames.length);
      story.sees(`${after.length} new connections, none of the ${before.length} from before`);
    };
    return withoutDeadLetter(story, () => crowdThrough(story, { ...crowd, fault }));
  },
});

const brokerRestarted = scenario({
  ...entry,
  name: 'broker-restarted',
  covers: ['F-23', 'R-25'],
  sentence:
    'The broker stops in order while orders keep coming and starts again: orders are accepted meanwhile, and all services are connected within 5 s afterwards.',
  play: async (story) => {
    const later = await latecomer(story);
    const fault = async () => {
      await story.rabbitmqctl('stop_app');
      try {
        await seesUnready(story, { services: serviceNames, withinMs: RECONNECT_MS, reason: AWAY });
        await seesOpenSagas(story, { during: 'the broker is stopped' });
      } finally {
        await story.rabbitmqctl('start_app');
      }
      await seesReady(story, { services: serviceNames, withinMs: READY_AGAIN_MS });
      await seesFlow(story, later, FLOW_MS);
    };
    await withoutDeadLetter(story, () => crowdThrough(story, { ...crowd, fault }));
  },
});

const passwordChanged = scenario({
  ...entry,
  name: 'password-changed',
  covers: ['F-32', 'R-24', 'R-25'],
  sentence:
    "The password of the payment service's user is changed while orders keep coming: the service is not ready, and works again once it is right.",
  play: async (story) => {
    const services = ['payment-service'] as const;
    const fault = async () => {
      await story.rabbitmqctl('change_password', 'payment-service', 'another-one');
      try {
        await story.rabbitmqctl('close_all_user_connections', 'payment-service', 'another password');
        await seesUnready(story, { services, withinMs: RECONNECT_MS, reason: AWAY });
        await seesOpenSagas(story, { during: 'the payment service is locked out' });
      } finally {
        await story.restoresBroker();
      }
      await seesReady(story, { services, withinMs: READY_AGAIN_MS });
    };
    await withoutDeadLetter(story, () => crowdThrough(story, { ...crowd, fault }));
  },
});

const tornTopology = scenario({
  ...entry,
  name: 'torn-topology',
  covers: ['F-27', 'F-28', 'R-04', 'R-17', 'R-25'],
  sentence: `The queue of the payment service is deleted and the inventory service unbound, ${TORN_S} s long while orders keep coming: what comes back is kept, what is lost is said again.`,
  play: async (story) => {
    const fault = async () => {
      const before = await publishesOf(story, 'returned');
      story.loses('a queue was deleted');
      story.does('delete the queue payment-service.commands, and unbind inventory-service.commands');
      try {
        await deleteQueue(story.brokerUrl(), 'payment-service.commands');
        await removeBinding(story.brokerUrl(), 'inventory-service');
        await seesUnready(story, { services: ['payment-service'], withinMs: READY_AGAIN_MS, reason: AWAY });
        await sleep(TORN_S * 1_000); // how long the fault lasts; nothing is waited for
        const returned = (await publishesOf(story, 'returned')) - before;
        expect(returned).to.be.above(0);
        story.sees(`${returned} messages came back from the broker`);
        await seesOpenSagas(story, { during: 'their messages have nowhere to go' });
      } finally {
        await story.restoresBroker();
      }
      await seesReady(story, { services: serviceNames, withinMs: 2 * READY_AGAIN_MS });
    };
    await withoutDeadLetter(story, () => crowdThrough(story, { ...crowd, fault }));
  },
});

export default [connectionsClosed, brokerRestarted, passwordChanged, tornTopology];

/** As the broker knows them, those of tools left out. */
const connections = async (story: Story): Promise<readonly string[]> =>
  (await story.rabbitmqctl('list_connections', '--quiet', '--no-table-headers', 'user', 'pid'))
    .split('\n')
    .filter((line) => serviceNames.some((service) => line.startsWith(service)));
