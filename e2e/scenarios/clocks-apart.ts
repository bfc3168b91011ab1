// No two clocks of a system need to agree, and each may jump: what counts is the clock of a service's own database.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { crowdThrough, latecomer, seesFlow } from '../stage/crowd.ts';
import { withoutDeadLetter } from '../stage/dead-letters.ts';
import { metricOf } from '../stage/metrics.ts';

const JUMPS = 'saga-orchestrator';
const PARTICIPANT = 'payment-service';
const FIVE_MINUTES = 300_000;
/** The deadline of a step, and what a busy machine may take on top. */
const DEADLINE_MS = 6_000;
const BUSY_MS = 20_000;
/** The databases are on this machine, so their clock is that of the scenario. */
const TOLERANCE_MS = 3_000;
/** A saga that goes its way arms four, and one that is undone a few more. */
const MOST_TIMERS = 15;

// @mutation Around the services: the database's clock: that of the process (_database_)
export default scenario({
  chapter: 'clocks',
  position: 1,
  covers: ['F-66', 'R-46'],
  sentence: `order-service is 5 min ahead, ${PARTICIPANT} 5 min behind, inventory-service in 1970, and ${JUMPS} jumps back and forth while orders keep coming: all instants are those of the databases, and deadlines fire in time.`,
  needs: {
    stepDeadlineMs: DEADLINE_MS,
    clocksAheadMs: {
      'order-service': FIVE_MINUTES,
      'payment-service': -FIVE_MINUTES,
      'inventory-service': -Date.now(), // in 1970
    },
  },
  play: (story) =>
    withoutDeadLetter(story, async () => {
      const begin = Date.now();
      await seesClocksApart(story);
      const jumps = [-FIVE_MINUTES, FIVE_MINUTES, 0];
      const orders: NewOrder[] = [];
      for (const _jump of [...jumps, 'the last']) orders.push(await latecomer(story));
      const next = () => orders.shift() ?? expect.fail('nobody is left to order');
      const fault = async () => {
        for (const ahead of jumps) {
          await story.setsClock(JUMPS, ahead);
          await seesFlow(story, next(), BUSY_MS);
        }
      };
      await crowdThrough(story, { clients: 4, ordersEach: 10, paceMs: 300, fault, leastCompleted: 0.5 });
      await seesDeadline(story, next());
      await seesTrueInstants(story, begin);
      await seesNoStorm(story);
    }),
});

/** As the processes see it themselves: when they think that they were started. */
const seesClocksApart = async (story: Story): Promise<void> => {
  const startOf = async (service: ServiceName) =>
    1_000 * (await metricOf(story, service, 'process_start_time_seconds'));
  const apart = (await startOf('order-service')) - (await startOf(PARTICIPANT));
  expect(apart, 'between the starts of two services, ms').to.be.within(
    1.5 * FIVE_MINUTES,
    2.5 * FIVE_MINUTES,
  );
  const oldest = new Date(await startOf('inventory-service'));
  expect(oldest.getUTCFullYear()).to.equal(1970);
  story.sees(
    `by their own clocks two services started ${Math.round(apart / 1_000)} s apart, one on ${oldest.toISOString()}`,
  );
};

/** Neither early nor late, although the clock of whoever counts jumps right before. */
const seesDeadline = async (story: Story, order: NewOrder): Promise<void> => {
  await story.kills(PARTICIPANT);
  try {
    await story.setsClock(JUMPS, -FIVE_MINUTES);
    const begin = Date.now();
    const placed = await story.places(order.customerId, ...order.lines);
    await story.seesHappening(placed, 'StepTimedOut', { step: 'charge-payment' });
    const tookMs = Date.now() - begin;
    story.sees(`the deadline of ${DEADLINE_MS} ms fired after ${tookMs} ms`);
    expect(tookMs, 'until the deadline fired, ms').to.be.within(DEADLINE_MS, DEADLINE_MS + BUSY_MS);
  } finally {
    await story.starts(PARTICIPANT);
  }
};

const seesTrueInstants = async ({ lab, cast, sees }: Story, begin: number): Promise<void> => {
  const end = Date.now();
  const commits = await lab.commits();
  const mine = serviceNames
    .flatMap((service) => commits[service])
    .filter(({ input: { sagaId = '' } }) => cast.orders.includes(sagaId));
  const wrong = mine.filter(({ at }) => at < begin - TOLERANCE_MS || at > end + TOLERANCE_MS);
  expect(wrong.map(({ input, at }) => `${input.type} ${at - begin} ms after the begin`)).to.deep.equal([]);
  sees(`all ${mine.length} commits are dated between begin and end of this scenario`);
};

const seesNoStorm = async ({ lab, cast, sees }: Story): Promise<void> => {
  const armed = (await lab.commits())[JUMPS].flatMap(({ input: { sagaId = '' }, events }) =>
    events.filter(({ type }) => type === 'TimerArmed').map(() => sagaId),
  );
  const most = Math.max(...cast.orders.map((id) => armed.filter((saga) => saga === id).length));
  expect(most, 'timers of one saga').to.be.within(1, MOST_TIMERS);
  sees(`no saga armed more than ${most} timers`);
};
