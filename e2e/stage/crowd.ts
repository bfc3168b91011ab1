// Many orders at once, placed by clients who do not give up, while something goes wrong in the middle of their sagas.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '@saga-lab/lab/client/documents';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Story } from './story.ts';

export interface Crowd {
  /** How many place orders at the same time, each one after the other. */
  readonly clients: number;
  readonly ordersEach: number;
  /**
   * How long each takes from one order to the next, ms; no time at all unless told. Who takes their time go on beyond their
   * number until the fault is over: whatever it takes an operator to bring it about, orders are on their way then.
   */
  readonly paceMs?: number;
  /** Share of the sagas that must not be compensated. */
  readonly leastCompleted?: number;
  /** Comes when the first saga has ended, while orders are still being placed; `over`: they may stop before it resolves. */
  readonly fault: (over: () => void) => Promise<void>;
  /** From the end of the fault, and the last order, until the last saga has ended; 60 s unless told. */
  readonly endWithinMs?: number;
}

const PRICE = 2_500;
const MONEY = 10_000_000;
/** As many as the money buys. */
const PIECES = MONEY / PRICE;
const END_MS = 60_000;
/** So many are asked for what is still open: not so many that the question itself is a load. */
const LAST = 20;

/** Places all orders through the fault; every order must be accepted once, every saga must end, and all must add up. */
export const crowdThrough = async (story: Story, crowd: Crowd): Promise<void> => {
  const { clients, ordersEach, paceMs = 0, fault, leastCompleted = 0, endWithinMs = END_MS } = crowd;
  const nth = story.cast.customers.length + 1; // a crowd of its own, if one has been here before
  const ada = await story.customer(`ada-${nth}`, MONEY);
  const lamp = await story.stock(`lamp-${nth}`, PIECES, PRICE);
  const goOn = paceMs > 0 ? ', and more until the fault is over' : '';
  story.does(`${clients} clients of ${ada} place ${ordersEach} orders each, one after the other${goOn}`);
  const mine: string[] = [];
  const order = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
  const state = { over: false };
  const more = () => paceMs > 0 && !state.over;
  const placing = placeAll(story, [order], { ...crowd, mine, more });
  placing.catch(() => undefined); // awaited below, unless the fault fails first
  await seesTheFirstEnd(story, mine);
  const over = () => void (state.over = true);
  await fault(over).finally(over);
  await placing;
  const count = mine.length;
  expect(count).to.be.at.least(clients * ordersEach);
  expect(new Set(mine).size).to.equal(count);
  story.sees(`all ${count} orders are accepted, each once`);

  const begin = Date.now();
  let completed = 0;
  for (const id of mine)
    completed +=
      (await story.lab.sagaEnd(id, begin + endWithinMs - Date.now())).status === 'COMPLETED' ? 1 : 0;
  const seconds = ((Date.now() - begin) / 1_000).toFixed(1);
  story.sees(
    `all ${count} sagas have ended ${seconds} s later: ${completed} COMPLETED, ${count - completed} COMPENSATED`,
  );
  await story.seesStock(lamp, { available: PIECES - completed, reserved: 0, shipped: completed });
  await story.seesAccount(ada, { balance: MONEY - completed * PRICE });
  expect(completed / count, 'share of sagas that were completed').to.be.at.least(leastCompleted);
};

interface Placing extends Omit<Crowd, 'fault'> {
  /** Gets the id of every order as it is accepted. */
  readonly mine?: string[];
  /** Whether clients go on beyond their number. */
  readonly more?: () => boolean;
}

/** Each client places one of these orders again and again. */
export const placeAll = async (
  story: Story,
  orders: readonly NewOrder[],
  { clients, ordersEach, paceMs = 0, mine = [], more = () => false }: Placing,
): Promise<void> => {
  const client = async (order: NewOrder) => {
    for (let n = 0; n < ordersEach || more(); n += 1) {
      const id = await placeUntilAccepted(story, order);
      story.accepted(id);
      mine.push(id);
      if (paceMs > 0) await sleep(paceMs); // until this client wants something again; nothing is waited for
    }
  };
  const places = Array.from({ length: clients }, (_each, n) => orders[n % orders.length]);
  await Promise.all(places.flatMap((order) => (order ? [client(order)] : [])));
};

/** A client that gets no answer asks again with the same key, so that it never orders twice. */
export const placeUntilAccepted = (story: Story, order: NewOrder): Promise<string> => {
  const key = randomUUID();
  return eventually(() => story.lab.placeOrder(order, key), { timeoutMs: 60_000, everyMs: 100 });
};

/** Of these orders this share at least is through, while the fault is still there. */
export const seesProgress = async (story: Story, orders: readonly string[], share: number): Promise<void> => {
  const stateOf = (order: string) => eventually(() => story.lab.findSaga(order)); // through the same bad links
  const sagas = await Promise.all(orders.map(stateOf));
  const ended = sagas.filter((saga) => saga && hasEnded(saga)).length;
  story.sees(`${ended} of ${orders.length} orders placed meanwhile are through`);
  expect(ended / orders.length, 'share of orders that are through').to.be.at.least(share);
};

/** Somebody who will order after the fault: opens an account and has something to buy while all is well. */
export const latecomer = async (story: Story): Promise<NewOrder> => {
  const nth = story.cast.customers.length + 1;
  const customerId = await story.customer(`late-${nth}`, PRICE);
  return { customerId, lines: [{ sku: await story.stock(`lens-${nth}`, 1, PRICE), quantity: 1 }] };
};

/** From now on a new order is accepted and finds its end within this time. */
export const seesFlow = async (story: Story, order: NewOrder, withinMs: number): Promise<void> => {
  const begin = Date.now();
  const id = await placeUntilAccepted(story, order);
  story.accepted(id);
  const { status } = await story.lab.sagaEnd(id, begin + withinMs - Date.now());
  story.sees(`a new order is ${status} after ${((Date.now() - begin) / 1_000).toFixed(1)} s`);
};

const seesTheFirstEnd = async (story: Story, orders: readonly string[]): Promise<void> => {
  const first = await eventually(
    async () => {
      const [order] = orders;
      if (order !== undefined && hasEnded(await story.lab.saga(order))) return order;
      throw new Error('The first saga has not ended yet.');
    },
    { everyMs: 5, timeoutMs: 30_000 },
  );
  story.sees(`the first saga has ended (${first}), others are on their way`);
};

/**
 * Without this the fault would have come too early or too late to mean anything.
 * `during`: what is the matter; `askOrders`: because the orchestrator cannot be asked.
 */
export const seesOpenSagas = async (
  story: Story,
  { during, askOrders = false }: { during: string; askOrders?: boolean },
): Promise<void> => {
  const isOpen = async (order: string): Promise<boolean> => {
    if (askOrders) return (await story.lab.order(order)).status === 'PENDING';
    const saga = await story.lab.findSaga(order);
    return !saga || !hasEnded(saga);
  };
  const open = await eventually(async () => {
    const last = story.cast.orders.slice(-LAST);
    const states = await Promise.all(last.map(isOpen));
    const count = states.filter(Boolean).length;
    expect(count, 'orders whose saga is open').to.be.greaterThan(0);
    return count;
  });
  story.sees(`${open} of the last ${LAST} orders are not through while ${during}`);
};
