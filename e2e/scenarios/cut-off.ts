// One service is there, and cut off from its database and from the broker: neither side can know what the other does.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import type { ScenarioDefinition } from '../stage/define.ts';
import { orderDuringFault } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';

/** Longer than the deadline of a step, which is 6 s on this system. */
const CUT_OFF_S = 7;
const held = { held: true };

const cutOff = (from: ServiceName): ScenarioDefinition =>
  scenario({
    chapter: 'network',
    position: 2,
    name: `cut-off-${from}`,
    covers: ['F-47'],
    sentence: `${from} reaches neither its database nor the broker for ${CUT_OFF_S} s in the middle of 40 sagas: they wait or turn round, and all end.`,
    needs: { proxies: true, stepDeadlineMs: 6_000 },
    play: (run) => {
      const trouble = { words: 'nothing gets through, either way', requests: held, answers: held };
      const fault = () =>
        run.network().impair({ from }, trouble, async () => {
          await sleep(CUT_OFF_S * 1_000); // how long the fault lasts
        });
      return expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 4, ordersEach: 10, fault }));
    },
  });

export default [cutOff('payment-service'), cutOff('inventory-service'), cutOff('saga-orchestrator')];
