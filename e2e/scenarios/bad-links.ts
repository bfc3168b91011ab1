// Links that work badly: they break, come and go, are slow, narrow, or cut everything to pieces.
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Network } from '../faults/network.ts';
import { orderDuringFault, expectProgress } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';

/** 5 orders a second, for 8 s. */
const load = { clients: 4, ordersEach: 10, paceMs: 800 };
const FAULT_S = 8;
const SLOW_S = 15;
const FLAP_S = 2;
const FLAPPING_S = 12;
const all = {};

interface BadLinks {
  readonly name: string;
  readonly covers: readonly string[];
  readonly sentence: string;
  readonly words: string;
  readonly makes: (network: Network) => Promise<void>;
  /** Share of the orders placed meanwhile that must be through while the fault is still there; none by default. */
  readonly progress?: number;
  /** Share of the orders that must be completed. */
  readonly leastCompleted: number;
}

const forTheTime = (seconds = FAULT_S) => sleep(seconds * 1_000); // how long the fault lasts

const bad: readonly BadLinks[] = [
  {
    name: 'links-reset',
    covers: ['F-43'],
    sentence: `Each of the eight links is reset every 1 to 5 s while orders are placed: sagas go on, and all end.`,
    words: 'a reset every 1 to 5 s, each link for itself',
    makes: async (network) => {
      const until = Date.now() + FAULT_S * 1_000;
      const resets = (['broker', 'database'] as const).flatMap((to) =>
        serviceNames.map(async (from) => {
          while (Date.now() < until) {
            await sleep(1_000 + network.random() * 4_000);
            network.cut({ from, to });
          }
        }),
      );
      await Promise.all(resets);
    },
    progress: 0.3,
    leastCompleted: 0.5,
  },
  {
    name: 'slow-links',
    covers: ['F-44'],
    sentence:
      'Everything to and from broker and databases takes 200 +- 100 ms more there and back: slower, but right.',
    words: '200 +- 100 ms more, there and back',
    makes: async (network) => {
      const flow = { late: [50, 150] } as const;
      network.shape(all, { requests: flow, answers: flow });
      await forTheTime(SLOW_S);
    },
    progress: 0.01,
    leastCompleted: 0.6,
  },
  {
    name: 'narrow-links',
    covers: ['F-45'],
    sentence:
      'Each link carries 10 KB a second in each direction: what is sent waits for its turn, and all is right.',
    words: '10 KB a second, each way',
    makes: async (network) => {
      const flow = { bytesPerSecond: 10_000 };
      network.shape(all, { requests: flow, answers: flow });
      await forTheTime();
    },
    leastCompleted: 0.5,
  },
  {
    name: 'small-pieces',
    covers: ['F-46'],
    sentence:
      'Everything comes in pieces of 1 to 7 bytes, and connections break in the middle of a frame: nobody misreads anything.',
    words: 'pieces of 1 to 7 bytes; then connections that break in the middle of a frame',
    makes: async (network) => {
      const pieces = { mostPiece: 7 };
      network.shape(all, { requests: pieces, answers: pieces });
      await sleep((FAULT_S / 2) * 1_000); // how long the first half lasts
      const until = Date.now() + (FAULT_S / 2) * 1_000;
      const before = network.connectionsCut();
      while (Date.now() < until) {
        const cutAfter = () => ({ cutAfter: 2_000 + Math.floor(network.random() * 18_000) });
        network.shape(all, { requests: cutAfter(), answers: cutAfter() });
        await sleep(1_000); // until the links break somewhere else
      }
      expect(network.connectionsCut(), 'connections that broke').to.be.above(before);
    },
    leastCompleted: 0.5,
  },
];

const flapping: BadLinks = {
  name: 'flapping-links',
  covers: ['F-48'],
  sentence: `All links go and come every ${FLAP_S} s, for ${FLAPPING_S} s: nobody storms the servers with connections, and all is right.`,
  words: `${FLAP_S} s away and ${FLAP_S} s there, again and again`,
  makes: async (network) => {
    const before = network.connectsOfEach();
    const until = Date.now() + FLAPPING_S * 1_000;
    while (Date.now() < until) {
      network.refuse(all, true);
      network.cut(all);
      await sleep(FLAP_S * 1_000); // how long they are away
      network.refuse(all, false);
      await sleep(FLAP_S * 1_000); // how long they are there
    }
    network.expectNoConnectionStorm(before, FLAPPING_S);
  },
  leastCompleted: 0.3,
};

export default [...bad, flapping].map(({ name, covers, sentence, words, makes, progress, leastCompleted }) =>
  scenario({
    chapter: 'network',
    position: 3,
    name,
    covers,
    sentence,
    needs: { proxies: true, stepDeadlineMs: 6_000 },
    play: (run) =>
      expectNoDeadLetter(run, async () => {
        const network = run.network();
        run.reportAction(`everything that varies comes from seed ${network.seed}`);
        const fault = () => {
          const before = run.fixtures.orders.length;
          return network.during(all, words, async () => {
            await makes(network);
            if (progress !== undefined)
              await expectProgress(run, run.fixtures.orders.slice(before), progress);
          });
        };
        await orderDuringFault(run, { ...load, fault, leastCompleted });
      }),
  }),
);
