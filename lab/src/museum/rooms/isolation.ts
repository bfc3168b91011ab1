// Rooms in which orders see what other orders have not finished.
import { commandsOf } from '@saga-lab/contracts/topology';
import { numberOf } from '@saga-lab/protocols/locks/policy';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { cancel, eventsOf, hasHappened, order, putAccount, putLamps, statusOf, until } from '../acts.ts';
import type { Room } from '../room.ts';
import { shownOf } from '../shown.ts';
import { play } from '../stage.ts';
import type { Durable, Fixtures, Stage } from '../stage.ts';

const withLocks = (policy: Policy): Fixtures => ({ settings: { orders: { locks: numberOf(policy) } } });

const reasonOf = (durable: readonly Durable[], orderId: string): string => {
  const rejected = eventsOf(durable, orderId).find(({ type }) => type === 'OrderRejected');
  return (rejected?.data as { readonly reason?: string } | undefined)?.reason ?? 'still open';
};

/** Milliseconds in which everything has ended that can end. */
const LONG = 40_000;

export const dirtyRead: Room = {
  name: 'dirty-read',
  about:
    'An order is turned away for the sake of another one that is rejected afterwards: it saw what was never to be.',
  bad: 'LOCKS=escrow, where what is held is taken',
  good: 'LOCKS=wait, where others wait until it is known whether it is taken',
  countermeasure: 'semantic lock',
  price: 'orders for one thing go one after the other, each for as long as the one before it is undecided',
  show: async (seed, isGood) => {
    let [a, b] = ['', ''];
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 1, 1_500);
        await putAccount(stage, 'ada', 1_000);
        await putAccount(stage, 'bob', 2_000);
        a = await order(stage, { customer: 'ada', protocol: 'saga' });
        await until(stage, a, 'StockReserved');
        stage.standStill('payment-service', 200);
        b = await order(stage, { customer: 'bob', protocol: 'saga' });
        await stage.wait(LONG);
      },
      withLocks(isGood ? 'wait' : 'escrow'),
    );
    return shownOf(
      played,
      { [a]: 'A', [b]: 'B' },
      statusOf(played.durable, b) === 'APPROVED'
        ? undefined
        : `B is turned away (${reasonOf(played.durable, b)}). A had the last lamp, could not pay, and it lies on the shelf.`,
    );
  },
};

/** What is sent to the queue within these 30 ms is lost, and sent again after little more than a second (`soonAgain` of the stage). */
const delayed = async (stage: Stage, queue: string): Promise<void> => {
  const findAgain = stage.lose(queue);
  await stage.wait(30);
  findAgain();
};

export const dirtyMoney: Room = {
  name: 'dirty-read-of-money',
  about:
    "A customer's order is declined because another one holds the money, which is given back afterwards.",
  bad: 'two-phase commit with LOCKS=escrow, where what is held is taken',
  good: 'two-phase commit with LOCKS=wait, where others wait until it is known whether it is taken',
  countermeasure: 'semantic lock',
  price: 'orders of one customer go one after the other',
  show: async (seed, isGood) => {
    let [a, b] = ['', ''];
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 1, 8_000);
        await putLamps(stage, 1, 3_000, 'bulb');
        await putAccount(stage, 'ada', 10_000);
        a = await order(stage, { customer: 'ada', protocol: '2pc', name: 'A' });
        await until(stage, a, 'TermsFixed');
        await delayed(stage, commandsOf('inventory-service'));
        await until(stage, a, 'PaymentHeld');
        b = await order(stage, { customer: 'ada', protocol: '2pc', sku: 'bulb', name: 'B' });
        await until(stage, b, 'StockReserved');
        await stage.wait(50);
        await cancel(stage, a);
        await stage.wait(LONG);
      },
      withLocks(isGood ? 'wait' : 'escrow'),
    );
    return shownOf(
      played,
      { [a]: 'A', [b]: 'B' },
      statusOf(played.durable, b) === 'APPROVED'
        ? undefined
        : `Ada has 100.00. B costs 30.00 and is turned away (${reasonOf(played.durable, b)}), because A holds 80.00; A is cancelled, and all the money is there.`,
    );
  },
};

export const deadlock: Room = {
  name: 'deadlock',
  about: 'One order has the lamp and waits for the account, another has the account and waits for the lamp.',
  bad: 'LOCKS=wait, where whoever comes second waits',
  good: 'LOCKS=wait-die, where only the older one waits, and the younger is refused',
  price: 'the younger order is refused at once, although it might have got what it wanted',
  show: async (seed, isGood) => {
    let [a, b] = ['', ''];
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 5, 1_500);
        await putAccount(stage, 'ada', 9_000);
        a = await order(stage, { customer: 'ada', protocol: '2pc', name: 'A' });
        await until(stage, a, 'TermsFixed');
        await delayed(stage, commandsOf('payment-service'));
        await until(stage, a, 'StockReserved');
        b = await order(stage, { customer: 'ada', protocol: '2pc', name: 'B' });
        await stage.wait(LONG);
      },
      withLocks(isGood ? 'wait-die' : 'wait'),
    );
    const doBothWait = [a, b].every((id) => hasHappened(played, id, 'LockAwaited'));
    const statuses = [a, b].map((id) => statusOf(played.durable, id));
    return shownOf(
      played,
      { [a]: 'A', [b]: 'B' },
      doBothWait
        ? `There is enough of everything for both. Each waits for what the other has, until deadlines give them up: A is ${statuses.join(', B is ')}.`
        : undefined,
    );
  },
};
