// A service dies in the middle of many sagas, without a chance to tidy up, and comes back.
import type { ServiceName } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import type { ScenarioDefinition } from '../stage/define.ts';
import { crowdThrough, seesOpenSagas } from '../stage/crowd.ts';

/** So many that the kill comes while orders are still being placed. */
const crowd = { clients: 10, ordersEach: 20 };
const ORDERS = crowd.clients * crowd.ordersEach;

const killed = (service: ServiceName): ScenarioDefinition =>
  scenario({
    chapter: 'services',
    position: 1,
    name: `killed-${service}`,
    covers: ['F-01', 'F-07', 'F-08', 'R-02', 'R-36'],
    sentence: `${service} gets SIGKILL in the middle of ${ORDERS} sagas and is started again: every saga ends, nothing is lost.`,
    needs: { ownSystem: true },
    play: (story) => {
      const fault = async () => {
        await story.kills(service);
        try {
          await seesOpenSagas(story, {
            during: `${service} is down`,
            askOrders: service === 'saga-orchestrator',
          });
        } finally {
          await story.starts(service); // whatever was seen: others play here too
        }
      };
      return crowdThrough(story, { ...crowd, fault });
    },
  });

export default [
  killed('order-service'),
  killed('payment-service'),
  killed('inventory-service'),
  killed('saga-orchestrator'),
];
