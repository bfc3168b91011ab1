// Nothing breaks: one service after the other is stopped in order and started again, as for a new version.
import { serviceNames } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import { orderDuringFault } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';

export default scenario({
  chapter: 'services',
  position: 3,
  covers: ['F-10', 'R-26'],
  sentence:
    'Each service in turn gets SIGTERM in the middle of 120 sagas and is started again: every saga ends, no message is given up.',
  needs: { ownSystem: true },
  play: async (run) => {
    const fault = async () => {
      for (const service of serviceNames) {
        await run.stop(service);
        await run.start(service);
      }
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 6, ordersEach: 20, fault }));
  },
});
