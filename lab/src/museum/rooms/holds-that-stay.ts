// Rooms in which something on hold ends too early, or never.
import { commandsOf } from '@saga-lab/contracts/topology';
import type { Outgoing } from '@saga-lab/platform/decider/message';
import { wantedOf } from '@saga-lab/protocols/terms';
import type { Terms } from '@saga-lab/protocols/terms';
import { inDecider } from '../../twins/planted.ts';
import type { Twin } from '../../simulator/simulation.ts';
import { hasHappened, heldFor, order, putAccount, putLamps, statusOf, until } from '../acts.ts';
import type { Room } from '../room.ts';
import { shownOf } from '../shown.ts';
import { play } from '../stage.ts';

const LAPSES_AFTER_MS = 100;

/** At the payment service a hold ends by itself, long before the coordinator must have decided. */
const shortLived: Twin = {
  name: 'a hold that lapses too early',
  change: inDecider(
    ({ decide }) => ({
      decide: (states, message) => {
        const decision = decide(states, message);
        const lapses = decision.messages
          .filter(({ type }) => type === 'tcc.Tried')
          .map(({ data }) => lapseOf(data as Terms, message.receivedAt + LAPSES_AFTER_MS));
        return { ...decision, messages: [...decision.messages, ...lapses] };
      },
    }),
    'payment-service',
  ),
};

const lapseOf = (terms: Terms, notBefore: number): Outgoing => ({
  type: 'tcc.Lapse',
  data: wantedOf(terms),
  to: 'payment-service',
  notBefore,
  sagaId: terms.orderId,
});

export const halfConfirmed: Room = {
  name: 'half-confirmed-tcc',
  about:
    'A hold of TCC lapses by itself although the order is being confirmed, and another order takes the money.',
  bad: 'a hold that lapses before the coordinator must have decided',
  good: 'holds that last until they are confirmed or cancelled',
  price: 'a hold whose coordinator dies stays until it is back (as in room blocked-2pc)',
  show: async (seed, isGood) => {
    let [a, b] = ['', ''];
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 1, 1_500);
        await putLamps(stage, 1, 1_000, 'bulb');
        await putAccount(stage, 'ada', 2_000);
        a = await order(stage, { customer: 'ada', protocol: 'tcc', name: 'A' });
        await until(stage, a, 'ConfirmDecided');
        stage.standStill('saga-orchestrator', 1_000);
        await stage.wait(2 * LAPSES_AFTER_MS);
        b = await order(stage, { customer: 'ada', protocol: 'choreo', sku: 'bulb', name: 'B' });
        await stage.wait(30_000);
      },
      isGood ? {} : { twin: shortLived },
    );
    const isPaid = hasHappened(played, a, 'PaymentCharged');
    return shownOf(
      played,
      { [a]: 'A', [b]: 'B' },
      isPaid
        ? undefined
        : `A is ${statusOf(played.durable, a)} and shipped, and nobody pays for it: the confirmation came too late for the money.`,
    );
  },
};

/** Whoever holds something never asks how the order ended. */
const neverAsks: Twin = {
  name: 'never asks',
  change: inDecider(({ wants }) => ({
    wants: (states, timer) => timer.type !== 'choreo.AskAgain' && wants(states, timer),
  })),
};

const INVENTORY = commandsOf('inventory-service');

export const orphan: Room = {
  name: 'orphan',
  about: 'Nobody coordinates, and an event is lost: something stays on hold for an order that has ended.',
  bad: 'choreography in which nobody asks',
  good: 'choreography in which whoever holds something asks how the order ended',
  price: 'a timer for each hold, and two messages where the answer takes long',
  show: async (seed, isGood) => {
    let id = '';
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 1, 1_500);
        await putAccount(stage, 'ada', 1_000);
        id = await order(stage, { customer: 'ada', protocol: 'choreo' });
        await until(stage, id, 'OrderRejected');
        const findAgain = stage.lose(INVENTORY);
        await stage.wait(1_000);
        findAgain();
        await stage.wait(60_000);
      },
      isGood ? {} : { twin: neverAsks },
    );
    const holding = heldFor(played.durable, id);
    return shownOf(
      played,
      { [id]: 'A' },
      holding.length === 0
        ? undefined
        : `The order is ${statusOf(played.durable, id)}, and ${holding.join(' and ')} holds something for it for ever: the event that says so was lost.`,
    );
  },
};
