// Two of everything, and one of them stands still for longer than what it has claimed is left to it.
import { scenario } from '../stage/define.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';

const ZOMBIE = 'saga-orchestrator#2';
const load = { clients: 5, ordersEach: 20 };

export default scenario({
  chapter: 'services',
  position: 4,
  covers: ['F-11', 'F-65', 'R-07', 'R-20', 'R-44'],
  sentence:
    'One of two orchestrators freezes in the middle of 100 sagas: the other finishes them, and what the first does when it wakes changes nothing.',
  needs: { instances: 2, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const fault = async () => {
      await run.freeze(ZOMBIE);
      await expectOpenSagas(run, { during: `${ZOMBIE} stands still` });
    };
    try {
      await orderDuringFault(run, { ...load, fault });
    } finally {
      await run.resume(ZOMBIE); // with all its unanswered deliveries, commits and claims
    }
    run.reportAction('another load comes, for both');
    await orderDuringFault(run, { ...load, fault: () => Promise.resolve() });
  },
});
