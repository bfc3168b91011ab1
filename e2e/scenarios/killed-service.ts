// A service dies in the middle of many sagas, without a chance to tidy up, and comes back.
import type { ServiceName } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import type { ScenarioDefinition } from '../stage/define.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';

/** So many that the kill comes while orders are still being placed. */
const load = { clients: 10, ordersEach: 20 };
const ORDERS = load.clients * load.ordersEach;

const killed = (service: ServiceName): ScenarioDefinition =>
  scenario({
    chapter: 'services',
    position: 1,
    name: `killed-${service}`,
    covers: ['F-01', 'F-07', 'F-08', 'R-02', 'R-36'],
    sentence: `${service} gets SIGKILL in the middle of ${ORDERS} sagas and is started again: every saga ends, nothing is lost.`,
    needs: { ownSystem: true },
    play: (run) => {
      const fault = async () => {
        await run.kill(service);
        try {
          await expectOpenSagas(run, {
            during: `${service} is down`,
            askOrders: service === 'saga-orchestrator',
          });
        } finally {
          await run.start(service); // after a failure, too: other scenarios use this system
        }
      };
      return orderDuringFault(run, { ...load, fault });
    },
  });

export default [
  killed('order-service'),
  killed('payment-service'),
  killed('inventory-service'),
  killed('saga-orchestrator'),
];
