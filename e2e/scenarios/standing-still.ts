// A service whose event loop stands still for longer than the broker waits for a sign of life.
import { setTimeout as sleep } from 'node:timers/promises';
import { scenario } from '../stage/define.ts';
import { orderDuringFault } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';

const SERVICE = 'payment-service';
/** The broker gives a connection up after two heartbeats, of 5 s each, without a sign of life. */
const STILL_S = 18;
const BACK_S = 20;

export default scenario({
  chapter: 'services',
  position: 6,
  covers: ['F-13'],
  sentence: `${SERVICE} does nothing at all for ${STILL_S} s in the middle of 40 sagas: the broker drops it and delivers again, it connects anew, and all end.`,
  needs: { proxies: true, stepDeadlineMs: 6_000 },
  play: async (run) => {
    const standStill = async () => {
      await run.freeze(SERVICE); // to all others the same as an event loop that is blocked
      try {
        await sleep(STILL_S * 1_000); // how long the fault lasts
      } finally {
        await run.resume(SERVICE);
      }
    };
    const comeBack = () =>
      run.network().expectReconnects(
        { from: SERVICE, to: 'broker' },
        { connections: 2, withinMs: (STILL_S + BACK_S) * 1_000 }, // one to publish, one to consume
      );
    const fault = async () => {
      await Promise.all([comeBack(), standStill()]);
    };
    await expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 4, ordersEach: 10, fault }));
  },
});
