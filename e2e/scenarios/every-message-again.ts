// The broker promises at least once. Here it is always more than once.
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioDefinition } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { everyMessageAgain } from '../faults/broker-copies.ts';
import type { MessageCounts } from '../faults/broker-copies.ts';

const EACH = 10;
const KINDS = ['in stock', 'in stock as well', 'out of stock', 'not enough money'] as const;
const ORDERS = EACH * KINDS.length;

const everyMessage = (times: number, word: string): ScenarioDefinition =>
  scenario({
    chapter: 'messages',
    position: 2,
    name: `every-message-${word}`,
    covers: ['F-05', 'F-06', 'F-60', 'R-11'],
    sentence: `Every command and event of ${ORDERS} mixed orders comes ${times} times: the outcome is the same, and the messages grow in proportion.`,
    needs: { broker: true },
    play: async (run) => {
      const { orders, counted } = await placeMixedOrders(run, times);
      const repeats = await repeatsOf(run, orders);
      run.reportResult(`${counted.onTheWire} messages: ${counted.sent} from the services, the rest copies`);
      const once = counted.kinds + 2 * repeats; // a repeated command, and one reply to it
      run.reportResult(
        `without copies ${counted.kinds} and ${repeats} commands repeated by a timer: at most ${times} x ${once} = ${times * once}`,
      );
      expect(counted.onTheWire).to.be.within(times * counted.kinds, times * once);
    },
  });

export default [everyMessage(2, 'twice'), everyMessage(5, 'five-times')];

const placeMixedOrders = async (
  run: ScenarioRun,
  times: number,
): Promise<{ orders: readonly string[]; counted: MessageCounts }> => {
  const ada = await run.openAccount('ada', 2 * EACH * 2_500);
  const bob = await run.openAccount('bob', 2_499);
  const lamp = await run.putStock('lamp', 3 * EACH, 2_500);
  const rare = await run.putStock('rare', 0, 2_500);
  const tap = await everyMessageAgain(run.brokerUrl(), times);
  try {
    run.reportAction(
      `${ORDERS} orders at once, every message ${times} x: ${EACH} each are ${KINDS.join(', ')}`,
    );
    const order = (customerId: string, sku: string) => ({ customerId, lines: [{ sku, quantity: 1 }] });
    const kinds = [order(ada, lamp), order(ada, lamp), order(ada, rare), order(bob, lamp)];
    const all = Array.from({ length: EACH }, () => kinds).flat();
    const orders = await Promise.all(all.map((each) => run.lab.placeOrder(each)));
    orders.forEach(run.noteAccepted);
    let completed = 0;
    for (const id of orders) completed += (await run.lab.sagaEnd(id)).status === 'COMPLETED' ? 1 : 0;
    expect(completed).to.equal(2 * EACH);
    run.reportResult(`${completed} sagas are COMPLETED, ${ORDERS - completed} COMPENSATED`);
    await run.expectAccount(ada, { balance: 0, refunded: 0 });
    await run.expectAccount(bob, { balance: 2_499 });
    await run.expectStock(lamp, { available: EACH, reserved: 0, shipped: 2 * EACH });
    return { orders, counted: await tap.count(orders) };
  } finally {
    await tap.close();
  }
};

/** Commands that a saga sent again because no answer had come in time. */
const repeatsOf = async (run: ScenarioRun, orders: readonly string[]): Promise<number> => {
  const sagas = new Set(orders);
  return (await run.lab.commits())['saga-orchestrator']
    .filter(({ correlationId }) => sagas.has(correlationId))
    .flatMap(({ events }) => events)
    .filter(({ type, data }) => type === 'CommandSent' && (data as { attempt: number }).attempt > 1).length;
};
