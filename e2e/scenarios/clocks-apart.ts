// No two clocks of a system need to agree, and each may jump: what counts is the clock of a service's own database.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { prepareLateOrder, expectOrderToEnd } from '../stage/late-order.ts';
import { orderDuringFault } from '../stage/order-load.ts';
import { expectNoDeadLetter } from '../stage/dead-letters.ts';
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

// @mutation Around the services: the database's clock: that of the process (_database_) [twin: time running backwards]
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
  play: (run) =>
    expectNoDeadLetter(run, async () => {
      const begin = Date.now();
      await expectClocksApart(run);
      const jumps = [-FIVE_MINUTES, FIVE_MINUTES, 0];
      const orders: NewOrder[] = [];
      for (const _jump of [...jumps, 'the last']) orders.push(await prepareLateOrder(run));
      const next = () => orders.shift() ?? expect.fail('nobody is left to order');
      const fault = async () => {
        for (const ahead of jumps) {
          await run.setClock(JUMPS, ahead);
          await expectOrderToEnd(run, next(), BUSY_MS);
        }
      };
      await orderDuringFault(run, { clients: 4, ordersEach: 10, paceMs: 300, fault, leastCompleted: 0.5 });
      await expectDeadline(run, next());
      await expectTrueInstants(run, begin);
      await expectNoStorm(run);
    }),
});

/** As the processes see it themselves: when they think that they were started. */
const expectClocksApart = async (run: ScenarioRun): Promise<void> => {
  const startOf = async (service: ServiceName) =>
    1_000 * (await metricOf(run, service, 'process_start_time_seconds'));
  const apart = (await startOf('order-service')) - (await startOf(PARTICIPANT));
  expect(apart, 'between the starts of two services, ms').to.be.within(
    1.5 * FIVE_MINUTES,
    2.5 * FIVE_MINUTES,
  );
  const oldest = new Date(await startOf('inventory-service'));
  expect(oldest.getUTCFullYear()).to.equal(1970);
  run.reportResult(
    `by their own clocks two services started ${Math.round(apart / 1_000)} s apart, one on ${oldest.toISOString()}`,
  );
};

/** Neither early nor late, although the clock of whoever counts jumps right before. */
const expectDeadline = async (run: ScenarioRun, order: NewOrder): Promise<void> => {
  await run.kill(PARTICIPANT);
  try {
    await run.setClock(JUMPS, -FIVE_MINUTES);
    const begin = Date.now();
    const placed = await run.placeOrder(order.customerId, ...order.lines);
    await run.expectEvent(placed, 'StepTimedOut', { step: 'charge-payment' });
    const tookMs = Date.now() - begin;
    run.reportResult(`the deadline of ${DEADLINE_MS} ms fired after ${tookMs} ms`);
    expect(tookMs, 'until the deadline fired, ms').to.be.within(DEADLINE_MS, DEADLINE_MS + BUSY_MS);
  } finally {
    await run.start(PARTICIPANT);
  }
};

const expectTrueInstants = async (
  { lab, fixtures, reportResult }: ScenarioRun,
  begin: number,
): Promise<void> => {
  const end = Date.now();
  const commits = await lab.commits();
  const mine = serviceNames
    .flatMap((service) => commits[service])
    .filter(({ input: { sagaId = '' } }) => fixtures.orders.includes(sagaId));
  const wrong = mine.filter(({ at }) => at < begin - TOLERANCE_MS || at > end + TOLERANCE_MS);
  expect(wrong.map(({ input, at }) => `${input.type} ${at - begin} ms after the begin`)).to.deep.equal([]);
  reportResult(`all ${mine.length} commits are dated between begin and end of this scenario`);
};

const expectNoStorm = async ({ lab, fixtures, reportResult }: ScenarioRun): Promise<void> => {
  const armed = (await lab.commits())[JUMPS].flatMap(({ input: { sagaId = '' }, events }) =>
    events.filter(({ type }) => type === 'TimerArmed').map(() => sagaId),
  );
  const most = Math.max(...fixtures.orders.map((id) => armed.filter((saga) => saga === id).length));
  expect(most, 'timers of one saga').to.be.within(1, MOST_TIMERS);
  reportResult(`no saga armed more than ${most} timers`);
};
