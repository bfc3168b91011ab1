// Links that are there and carry nothing, both ways or one way: no error says so, it has to be noticed.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Impairment } from '../faults/network.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { prepareLateOrder, expectOrderToEnd } from '../stage/late-order.ts';
import { orderDuringFault } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';
import type { Where } from '../faults/links.ts';
import { metricOfEach } from '../stage/metrics.ts';

const BLACK_HOLE_S = 16;
const NOTICED_S = 16;
const FLOW_S = 20;
/** Longer than a publisher waits for a confirm: 5 s. */
const CONFIRMS_LOST_S = 7;
/** Longer than the driver waits for an answer: 10 s. */
const COMMITS_UNKNOWN_S = 11;

const held = { held: true };

interface DeadLink {
  readonly name: string;
  readonly covers: readonly string[];
  readonly sentence: string;
  readonly where: Where;
  readonly trouble: Impairment;
  readonly seconds: number;
  /** How many connections of each link must have been given up within 16 s. */
  readonly givenUp?: number;
  /** Messages must have come twice. */
  readonly doubles?: boolean;
}

const dead: readonly DeadLink[] = [
  {
    name: 'black-hole-broker',
    covers: ['F-40'],
    sentence: `No service reaches the broker for ${BLACK_HOLE_S} s in the middle of 40 sagas, and no error says so: noticed within ${NOTICED_S} s, orders flow within ${FLOW_S} s afterwards.`,
    where: { to: 'broker' },
    trouble: { words: 'nothing gets through, either way', requests: held, answers: held },
    seconds: BLACK_HOLE_S,
    givenUp: 2, // one to publish, one to consume
  },
  {
    name: 'black-hole-databases',
    covers: ['F-33', 'F-40', 'R-13'],
    sentence: `No service reaches its database for ${BLACK_HOLE_S} s in the middle of 40 sagas, and no error says so: noticed within ${NOTICED_S} s, orders flow within ${FLOW_S} s afterwards.`,
    where: { to: 'database' },
    trouble: { words: 'nothing gets through, either way', requests: held, answers: held },
    seconds: BLACK_HOLE_S,
    givenUp: 1,
  },
  {
    name: 'lost-confirms',
    covers: ['F-41'],
    sentence: `For ${CONFIRMS_LOST_S} s the broker gets every message in the middle of 40 sagas, and no service gets a confirm: what is sent again takes effect once.`,
    where: { to: 'broker' },
    trouble: { words: 'the answers are lost', answers: held },
    seconds: CONFIRMS_LOST_S,
    doubles: true,
  },
  {
    name: 'lost-publishes',
    covers: ['F-42'],
    sentence: `For ${CONFIRMS_LOST_S} s nothing that a service sends reaches the broker in the middle of 40 sagas: it is sent again.`,
    where: { to: 'broker' },
    trouble: { words: 'the requests are lost', requests: held },
    seconds: CONFIRMS_LOST_S,
  },
  {
    name: 'lost-commit-answers',
    covers: ['F-52', 'R-32'],
    sentence: `For ${COMMITS_UNKNOWN_S} s the databases get every commit in the middle of 40 sagas, and no service gets an answer: each takes effect once.`,
    where: { to: 'database' },
    trouble: { words: 'the answers are lost', answers: held },
    seconds: COMMITS_UNKNOWN_S,
  },
];

export default dead.map((link) =>
  scenario({
    chapter: 'network',
    position: 1,
    name: link.name,
    covers: link.covers,
    sentence: link.sentence,
    needs: { proxies: true, stepDeadlineMs: 6_000 },
    play: async (run) => {
      const later = await prepareLateOrder(run);
      const fault = async () => {
        await run.network().impair(link.where, link.trouble, async () => {
          await Promise.all([noticed(run, link), sleep(link.seconds * 1_000)]); // how long the fault lasts
        });
        await expectOrderToEnd(run, later, FLOW_S * 1_000);
      };
      const doublesBefore = await duplicates(run);
      await expectNoDeadLetter(run, () => orderDuringFault(run, { clients: 4, ordersEach: 10, fault }));
      const doubles = (await duplicates(run)) - doublesBefore;
      run.reportResult(`${doubles} messages came twice, and did nothing the second time`);
      if (link.doubles) expect(doubles).to.be.above(0);
    },
  }),
);

const noticed = async (run: ScenarioRun, { where, givenUp: connections }: DeadLink): Promise<void> => {
  const withinMs = NOTICED_S * 1_000;
  if (connections !== undefined) await run.network().expectReconnects(where, { connections, withinMs });
};

const duplicates = async (run: ScenarioRun): Promise<number> =>
  (await metricOfEach(run, 'saga_lab_duplicates_total')).reduce((sum, each) => sum + each);
