// Where broker and databases are three of each, one of each may go: what two of them have written down is not lost with the third.
import { serviceNames } from '@saga-lab/contracts/services';
import { scenario } from '../stage/define.ts';
import { orderDuringFault } from '../stage/order-load.ts';

/** The first member of a set is the one that was its primary when the system had come up. */
const lost = ['broker#2', ...serviceNames.map((name) => `mongo-${name}`)];

export default scenario({
  chapter: 'servers',
  position: 5,
  needs: { cluster: true },
  covers: ['F-55'],
  sentence:
    'One of three nodes of the broker and one of three members of each database get SIGKILL in the middle of 100 sagas, and stay away: every order is accepted, and every saga ends without them.',
  play: async (run) => {
    try {
      await orderDuringFault(run, {
        clients: 5,
        ordersEach: 20,
        paceMs: 50,
        fault: () => run.kill(...lost),
      });
    } finally {
      await run.start(...lost); // what is read afterwards is read of all of them
    }
  },
});
