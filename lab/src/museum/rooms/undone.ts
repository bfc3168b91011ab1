// Rooms about how something is undone: what others may have seen of it, or done meanwhile.
import { commandsOf } from '@saga-lab/contracts/topology';
import type { NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Twin } from '../../simulator/simulation.ts';
import { inDecider } from '../../twins/planted.ts';
import { cancel, hasHappened, order, putAccount, putLamps, statusOf, until } from '../acts.ts';
import type { OrderRequest } from '../acts.ts';
import type { Room } from '../room.ts';
import { shownOf } from '../shown.ts';
import { play } from '../stage.ts';
import type { Stage } from '../stage.ts';

/** After a charge nothing but the approval is left: it is cancelled before that. */
const cancelledWhenCharged = async (stage: Stage, request: OrderRequest): Promise<string> => {
  const id = await order(stage, request);
  await until(stage, id, 'PaymentCharged');
  stage.standStill('saga-orchestrator', 100);
  await cancel(stage, id);
  return id;
};

/** Inventory is asked again a second later, and until then the order can be cancelled. */
const cancelledWhenHeld = async (stage: Stage, request: OrderRequest): Promise<string> => {
  const id = await order(stage, request);
  await until(stage, id, 'TermsFixed');
  const findAgain = stage.lose(commandsOf('inventory-service'));
  await until(stage, id, 'PaymentHeld');
  findAgain();
  await cancel(stage, id);
  return id;
};

export const chargeUndone: Room = {
  name: 'charge-undone',
  about:
    'Money is charged for an order that is rejected, and given back: whoever looks in between sees it gone.',
  bad: 'a saga, which charges and refunds',
  good: 'a pessimistic view: the money is held first, and charged when nothing can be undone any more; here under two-phase commit',
  countermeasure: 'pessimistic view',
  price:
    'four messages more for each order that is approved (13, not 9), and what is held can be spent by nobody meanwhile',
  show: async (seed, isGood) => {
    let id = '';
    const played = await play(seed, async (stage) => {
      await putLamps(stage, 1, 1_500);
      await putAccount(stage, 'ada', 2_000);
      id = await (isGood
        ? cancelledWhenHeld(stage, { customer: 'ada', protocol: '2pc' })
        : cancelledWhenCharged(stage, { customer: 'ada', protocol: 'saga' }));
      await stage.wait(20_000);
    });
    const isCharged = hasHappened(played, id, 'PaymentCharged');
    return shownOf(
      played,
      { [id]: 'A' },
      isCharged && statusOf(played.durable, id) === 'REJECTED'
        ? 'The statement of Ada shows 15.00 charged, for an order that never was.'
        : undefined,
    );
  },
};

const LARGE = 12;

export const largeCharge: Room = {
  name: 'large-charge',
  about:
    'One order, of 15.00, is approved; another one, of 180.00, is cancelled, and a charge so large should never have been seen.',
  bad: 'the saga, for every order',
  good: 'by value: orders of ten pieces and more go by two-phase commit, and smaller ones by the saga as before',
  countermeasure: 'by value',
  price:
    'four messages more for each large order that is approved (13, not 9), which blocks if its coordinator dies; nothing for the others',
  show: async (seed, isGood) => {
    const protocol = isGood ? 'by-value' : 'saga';
    let [small, large] = ['', ''];
    const played = await play(seed, async (stage) => {
      await putLamps(stage, LARGE + 1, 1_500);
      await putAccount(stage, 'ada', 30_000);
      await putAccount(stage, 'bob', 2_000);
      small = await order(stage, { customer: 'bob', protocol });
      await until(stage, small, 'StockShipped');
      const request = { customer: 'ada', protocol, quantity: LARGE };
      large = await (isGood ? cancelledWhenHeld(stage, request) : cancelledWhenCharged(stage, request));
      await stage.wait(20_000);
    });
    const isCharged = hasHappened(played, large, 'PaymentCharged');
    return shownOf(
      played,
      { [small]: 'small', [large]: 'large' },
      isCharged && statusOf(played.durable, large) === 'REJECTED'
        ? 'The statement of Ada shows 180.00 charged, for an order that never was.'
        : undefined,
    );
  },
};

type Guarded = { readonly state?: { readonly available?: number } } | undefined;

const availableIn = (states: States<unknown>): number =>
  (states['stock-lamp'] as Guarded)?.state?.available ?? 0;

/** Gives back by writing the count that was there before. */
const absoluteCounts = (): Twin => {
  const before = new Map<string, number>();
  return {
    name: 'a release that restores the old count',
    change: inDecider(
      ({ decide }) => ({
        decide: (states, message) => {
          const decision = decide(states, message);
          const { orderId } = message.data as { readonly orderId: string };
          const available = availableIn(states);
          if (message.type === 'ReserveStock' && !before.has(orderId)) before.set(orderId, available);
          if (message.type !== 'ReleaseStock') return decision;
          const quantity = (before.get(orderId) ?? available) - available;
          return { ...decision, events: decision.events.map((event) => givingBack(event, quantity)) };
        },
      }),
      'inventory-service',
    ),
  };
};

const givingBack = (event: NewEvent, quantity: number): NewEvent =>
  event.type === 'UnitsReleased' ? { ...event, data: { ...(event.data as object), quantity } } : event;

export const absoluteCount: Room = {
  name: 'absolute-count',
  about:
    'An order is undone by writing the count of before, and what another order took meanwhile is written over.',
  bad: 'a compensation that restores the old count',
  good: 'commutative updates: so many more or fewer, in whichever order',
  countermeasure: 'commutative updates',
  price:
    'what there is is the sum of a history, and no number that anybody writes; snapshots keep that short',
  show: async (seed, isGood) => {
    let [a, b] = ['', ''];
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 2, 1_500);
        await putAccount(stage, 'ada', 1_000);
        await putAccount(stage, 'bob', 2_000);
        a = await order(stage, { customer: 'ada', protocol: 'saga' });
        await until(stage, a, 'StockReserved');
        stage.standStill('payment-service', 300);
        b = await order(stage, { customer: 'bob', protocol: 'saga' });
        await until(stage, b, 'StockReserved');
        await stage.wait(3_000);
      },
      isGood ? {} : { twin: absoluteCounts() },
    );
    const isShipped = hasHappened(played, b, 'StockShipped');
    return shownOf(
      played,
      { [a]: 'A', [b]: 'B' },
      isShipped
        ? undefined
        : `B is ${statusOf(played.durable, b)} and paid, and cannot be shipped: the undoing of A has given its lamp away.`,
    );
  },
};
