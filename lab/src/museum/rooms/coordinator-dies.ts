// Rooms in which a coordinator is away when all have voted.
import { heldFor, order, putAccount, putLamps, statusOf, until } from '../acts.ts';
import type { Room } from '../room.ts';
import { shownOf } from '../shown.ts';
import { play } from '../stage.ts';
import type { Stage } from '../stage.ts';

/** Milliseconds in which whoever is in doubt has asked, and whoever can end it has done so. */
const LONG = 50_000;
/** So long nobody hears, until the order service has lost its patience. */
const DEAF = 90_000;

const placed = async (stage: Stage, protocol: string): Promise<string> => {
  await putLamps(stage, 1, 1_500);
  await putAccount(stage, 'ada', 2_000);
  return order(stage, { customer: 'ada', protocol });
};

const votedEverywhere = async (stage: Stage, id: string): Promise<void> => {
  await until(stage, id, 'StockReserved');
  await until(stage, id, 'PaymentHeld');
};

export const blocked: Room = {
  name: 'blocked-2pc',
  about:
    'The coordinator of two-phase commit dies when all have voted yes, and nobody who is left can end it.',
  bad: 'two-phase commit',
  good: 'three-phase commit, in which those who are left end it',
  price:
    'one round of messages more for every order, and it is right only as long as nobody is taken for dead who is alive (room split-3pc)',
  show: async (seed, isGood) => {
    const protocol = isGood ? '3pc' : '2pc';
    let id = '';
    const played = await play(seed, async (stage) => {
      id = await placed(stage, protocol);
      await votedEverywhere(stage, id);
      stage.die('saga-orchestrator');
      await stage.wait(LONG);
    });
    const holding = heldFor(played.durable, id);
    return shownOf(
      played,
      { [id]: 'A' },
      holding.length === 0
        ? undefined
        : `Almost a minute later ${holding.join(' and ')} still hold, and the order is ${statusOf(played.durable, id)}: each has voted yes, and may neither go on nor back.`,
    );
  },
};

export const split: Room = {
  name: 'split-3pc',
  about:
    'Nothing reaches the order service any more in three-phase commit, and each side takes the other one for dead.',
  bad: 'three-phase commit',
  good: 'two-phase commit, in which whoever hears nothing waits',
  price: 'whoever hears nothing holds what it has until it does (room blocked-2pc)',
  show: async (seed, isGood) => {
    const protocol = isGood ? '2pc' : '3pc';
    let id = '';
    const played = await play(seed, async (stage) => {
      id = await placed(stage, protocol);
      await until(stage, id, 'TransactionBegun');
      stage.deafen('order-service', DEAF);
      await stage.wait(DEAF + LONG);
    });
    const { durable } = played;
    const isShipped = durable.some(({ commit }) => commit.events.some(({ type }) => type === 'StockShipped'));
    const status = statusOf(durable, id);
    return shownOf(
      played,
      { [id]: 'A' },
      isShipped && status === 'REJECTED'
        ? 'The customer is told that the order is rejected; it is shipped and paid.'
        : undefined,
    );
  },
};
