// A service runs out of memory, dies of it, and is started again.
import { scenario } from '../stage/define.ts';
import { orderDuringFault, expectOpenSagas } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';

const SERVICE = 'inventory-service';

export default scenario({
  chapter: 'services',
  position: 5,
  covers: ['F-14'],
  sentence: `${SERVICE} runs out of memory while orders keep coming, dies of it, and is started again: every saga ends, nothing is lost.`,
  needs: { heapMib: 160 },
  play: (run) => {
    const fault = async () => {
      await run.exhaustHeap(SERVICE);
      await expectOpenSagas(run, { during: `${SERVICE} starts again` });
    };
    const load = { clients: 4, ordersEach: 10, paceMs: 200, fault };
    return expectNoDeadLetter(run, () => orderDuringFault(run, load));
  },
});
