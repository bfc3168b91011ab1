// Many orders at once, placed by clients who do not give up, while something goes wrong in the middle of their sagas.
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '@saga-lab/lab/client/documents';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { placeUntilAccepted } from './late-order.ts';
import type { ScenarioRun } from './scenario-run.ts';

export interface OrderLoad {
  /** How many place orders at the same time, each one after the other. */
  readonly clients: number;
  readonly ordersEach: number;
  /**
   * How long each waits from one order to the next, ms; not at all by default. Clients with a pace go on beyond their number
   * until the fault is over: however long an operator takes to bring it about, orders are on their way then.
   */
  readonly paceMs?: number;
  /** Share of the sagas that must not be compensated. */
  readonly leastCompleted?: number;
  /** Comes when the first saga has ended, while orders are still being placed; `over`: they may stop before it resolves. */
  readonly fault: (over: () => void) => Promise<void>;
  /** From the end of the fault, and the last order, until the last saga has ended; 60 s by default. */
  readonly endWithinMs?: number;
}

const PRICE = 2_500;
const MONEY = 10_000_000;
/** As many as the money buys. */
const PIECES = MONEY / PRICE;
const END_MS = 60_000;
/** So many are asked for what is still open: not so many that the question itself is a load. */
const LAST = 20;

/** Places all orders during the fault; every order must be accepted once, every saga must end, and all must add up. */
export const orderDuringFault = async (run: ScenarioRun, load: OrderLoad): Promise<void> => {
  const nth = run.fixtures.customers.length + 1; // of its own, if the same scenario has done so before
  const ada = await run.openAccount(`ada-${nth}`, MONEY);
  const lamp = await run.putStock(`lamp-${nth}`, PIECES, PRICE);

  const orders = await placeDuring(run, { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] }, load);
  expect(orders.length).to.be.at.least(load.clients * load.ordersEach);
  expect(new Set(orders).size).to.equal(orders.length);
  run.reportResult(`all ${orders.length} orders are accepted, each once`);

  const completed = await expectAllEnd(run, orders, load.endWithinMs);
  await run.expectStock(lamp, { available: PIECES - completed, reserved: 0, shipped: completed });
  await run.expectAccount(ada, { balance: MONEY - completed * PRICE });
  const share = completed / orders.length;
  expect(share, 'share of sagas that were completed').to.be.at.least(load.leastCompleted ?? 0);
};

/** Resolves with the ids of the accepted orders when both the fault and the last order are over. */
const placeDuring = async (
  run: ScenarioRun,
  order: NewOrder,
  load: OrderLoad,
): Promise<readonly string[]> => {
  const { clients, ordersEach, paceMs = 0, fault } = load;
  const goOn = paceMs > 0 ? ', and more until the fault is over' : '';
  run.reportAction(
    `${clients} clients of ${order.customerId} place ${ordersEach} orders each, one after the other${goOn}`,
  );
  const accepted: string[] = [];
  const state = { over: false };
  const over = () => void (state.over = true);
  const placing = placeOrders(run, [order], { ...load, accepted, more: () => paceMs > 0 && !state.over });
  placing.catch(() => undefined); // awaited below, unless the fault fails first
  await expectFirstEnd(run, accepted);
  await fault(over).finally(over);
  await placing;
  return accepted;
};

/** Resolves with the number of those that were completed. */
const expectAllEnd = async (
  run: ScenarioRun,
  orders: readonly string[],
  withinMs = END_MS,
): Promise<number> => {
  const begin = Date.now();
  let completed = 0;
  for (const id of orders) {
    const { status } = await run.lab.sagaEnd(id, begin + withinMs - Date.now());
    if (status === 'COMPLETED') completed += 1;
  }
  const seconds = ((Date.now() - begin) / 1_000).toFixed(1);
  const ends = `${completed} COMPLETED, ${orders.length - completed} COMPENSATED`;
  run.reportResult(`all ${orders.length} sagas have ended ${seconds} s later: ${ends}`);
  return completed;
};

interface PlaceOptions extends Omit<OrderLoad, 'fault'> {
  /** Gets the id of every order as it is accepted. */
  readonly accepted?: string[];
  /** Whether clients go on beyond their number. */
  readonly more?: () => boolean;
}

/** Each client places one of these orders again and again. */
export const placeOrders = async (
  run: ScenarioRun,
  orders: readonly NewOrder[],
  { clients, ordersEach, paceMs = 0, accepted = [], more = () => false }: PlaceOptions,
): Promise<void> => {
  const client = async (order: NewOrder) => {
    for (let n = 0; n < ordersEach || more(); n += 1) {
      const id = await placeUntilAccepted(run, order);
      run.noteAccepted(id);
      accepted.push(id);
      if (paceMs > 0) await sleep(paceMs); // until this client wants something again; nothing is waited for
    }
  };
  const places = Array.from({ length: clients }, (_each, n) => orders[n % orders.length]);
  await Promise.all(places.flatMap((order) => (order ? [client(order)] : [])));
};

/** Of these orders this share at least is through, while the fault is still there. */
export const expectProgress = async (
  run: ScenarioRun,
  orders: readonly string[],
  share: number,
): Promise<void> => {
  const stateOf = (order: string) => eventually(() => run.lab.findSaga(order)); // through the same bad links
  const sagas = await Promise.all(orders.map(stateOf));
  const ended = sagas.filter((saga) => saga && hasEnded(saga)).length;
  run.reportResult(`${ended} of ${orders.length} orders placed meanwhile are through`);
  expect(ended / orders.length, 'share of orders that are through').to.be.at.least(share);
};

const expectFirstEnd = async (run: ScenarioRun, orders: readonly string[]): Promise<void> => {
  const look = async () => {
    const [order] = orders;
    if (order !== undefined && hasEnded(await run.lab.saga(order))) return order;
    throw new Error('The first saga has not ended yet.');
  };
  const first = await eventually(look, { everyMs: 5, timeoutMs: 30_000 });
  run.reportResult(`the first saga has ended (${first}), others are on their way`);
};

/**
 * Without this the fault would have come too early or too late to mean anything.
 * `during`: what is wrong then; `askOrders`: because the orchestrator cannot be asked.
 */
export const expectOpenSagas = async (
  run: ScenarioRun,
  { during, askOrders = false }: { during: string; askOrders?: boolean },
): Promise<void> => {
  const isOpen = async (order: string): Promise<boolean> => {
    if (askOrders) return (await run.lab.order(order)).status === 'PENDING';
    const saga = await run.lab.findSaga(order);
    return !saga || !hasEnded(saga);
  };
  const open = await eventually(async () => {
    const states = await Promise.all(run.fixtures.orders.slice(-LAST).map(isOpen));
    const count = states.filter(Boolean).length;
    expect(count, 'orders whose saga is open').to.be.greaterThan(0);
    return count;
  });
  run.reportResult(`${open} of the last ${LAST} orders are not through while ${during}`);
};
