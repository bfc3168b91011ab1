// Rooms in which somebody looks first and acts later, and what was seen is no longer so.
import type { NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Terms } from '@saga-lab/protocols/terms';
import { historyAmong } from '../../checker/history.ts';
import type { Twin } from '../../simulator/simulation.ts';
import { cutAt } from '../../time-travel/cut.ts';
import { readingAt } from '../../time-travel/reading.ts';
import { inDecider } from '../../twins/planted.ts';
import { eventsOf, order, putAccount, putLamps, statusOf, until } from '../acts.ts';
import type { Room } from '../room.ts';
import { shownOf, toldOf } from '../shown.ts';
import { play } from '../stage.ts';
import type { Played, Stage } from '../stage.ts';

interface Shelf {
  readonly onHand: number;
  readonly unitPrice: number;
  readonly version: number;
}

const lookAtLamps = async (stage: Stage): Promise<Shelf> => {
  const { body } = await stage.ask('inventory-service', { method: 'get', path: '/stock/lamp' });
  return body as Shelf;
};

/** So many more than were seen; `knowing`: only if nobody has changed it since. Gives the status of the answer. */
const addLamps = async (stage: Stage, seen: Shelf, more: number, knowing: boolean): Promise<number> => {
  const { status } = await stage.ask('inventory-service', {
    method: 'put',
    path: '/stock/lamp',
    body: { onHand: seen.onHand + more, unitPrice: seen.unitPrice },
    ...(knowing && { headers: { 'if-match': `"${seen.version}"` } }),
  });
  return status;
};

const REFUSED = 412;

export const lostUpdate: Room = {
  name: 'lost-update',
  about: 'Two operators look at the same count, and each writes what it is with theirs: one of them is lost.',
  bad: 'PUT /stock as it is',
  good: 'PUT /stock with If-Match, which is refused if somebody has changed it; the operator looks again',
  countermeasure: 'reread value',
  price: 'one more look and one more request for each that comes second',
  show: async (seed, isGood) => {
    const told: string[] = [];
    let onHand = 0;
    await play(seed, async (stage) => {
      await putLamps(stage, 10, 1_500);
      const [ada, bob] = [await lookAtLamps(stage), await lookAtLamps(stage)];
      told.push(`ada reads onHand ${ada.onHand}, bob reads onHand ${bob.onHand}`);
      await addLamps(stage, ada, 2, isGood);
      told.push(`ada has brought 2 and writes ${ada.onHand + 2}`);
      const answer = await addLamps(stage, bob, 5, isGood);
      told.push(`bob has brought 5 and writes ${bob.onHand + 5}: ${answer}`);
      if (answer === REFUSED) {
        const again = await lookAtLamps(stage);
        told.push(`bob reads onHand ${again.onHand}, and writes ${again.onHand + 5}`);
        await addLamps(stage, again, 5, isGood);
      }
      ({ onHand } = await lookAtLamps(stage));
      told.push(`onHand is ${onHand}`);
    });
    return toldOf(
      told,
      onHand === 17
        ? undefined
        : `Of 10, 2 and 5 lamps ${onHand} are left: the two that ada brought are lost.`,
    );
  },
};

type Guarded = { readonly state?: { readonly unitPrice?: number } } | undefined;

/** A vote at whatever the price is by now: what was quoted is not compared. */
const noSecondLook: Twin = {
  name: 'a vote that does not read the price again',
  change: inDecider(
    ({ decide }) => ({
      decide: (states, message) => decide(states, atPricesOfNow(states, message)),
    }),
    'inventory-service',
  ),
};

const atPricesOfNow = <M extends Message>(states: States<unknown>, message: M): M => {
  if (message.type !== '2pc.Prepare') return message;
  const terms = message.data as Terms;
  const priceOf = (sku: string) => (states[`stock-${sku}`] as Guarded)?.state?.unitPrice;
  const lines = terms.lines.map((line) => ({ ...line, unitPrice: priceOf(line.sku) ?? line.unitPrice }));
  return { ...message, data: { ...terms, lines } };
};

const dataOf = (played: Played, id: string, type: string): NewEvent['data'] =>
  eventsOf(played.durable, id).find((event) => event.type === type)?.data;

const reservedAt = (played: Played, id: string): number | undefined =>
  (dataOf(played, id, 'StockReserved') as { readonly lines: Terms['lines'] } | undefined)?.lines[0]
    ?.unitPrice;

const chargedFor = (played: Played, id: string): number | undefined =>
  (dataOf(played, id, 'PaymentCharged') as { readonly amount: number } | undefined)?.amount;

const euros = (minor: number): string => (minor / 100).toFixed(2);

export const fuzzyRead: Room = {
  name: 'fuzzy-read',
  about: 'A price is read twice for one order, and it is another one the second time.',
  bad: 'a vote that does not compare the price with the one that was quoted',
  good: 'a vote that reads the price again, and says no if it has changed',
  countermeasure: 'reread value',
  price: 'an order is refused that only met a new price, and has to be placed again',
  show: async (seed, isGood) => {
    let id = '';
    const played = await play(
      seed,
      async (stage) => {
        await putLamps(stage, 1, 1_000);
        await putAccount(stage, 'ada', 5_000);
        id = await order(stage, { customer: 'ada', protocol: '2pc' });
        await stage.until(() => isQuoted(stage));
        stage.standStill('saga-orchestrator', 500);
        await stage.wait(100);
        await putLamps(stage, 1, 1_200);
        await stage.wait(20_000);
      },
      isGood ? {} : { twin: noSecondLook },
    );
    const [reserved, charged] = [reservedAt(played, id), chargedFor(played, id)];
    return shownOf(
      played,
      { [id]: 'A' },
      reserved !== undefined && charged !== undefined && reserved !== charged
        ? `The order is ${statusOf(played.durable, id)}: the lamp goes out at ${euros(reserved)}, and ${euros(charged)} is charged for it.`
        : undefined,
    );
  },
};

const isQuoted = ({ durable }: Stage): boolean =>
  durable.some(({ commit }) => commit.outbox.some(({ type }) => type === '2pc.Quoted'));

interface Report {
  readonly shipped: number;
  readonly charged: number;
}

/** Service by service, with the time that it takes in between. */
const askOneAfterTheOther = async (stage: Stage, meanwhile: () => Promise<void>): Promise<Report> => {
  const account = await stage.ask('payment-service', { method: 'get', path: '/accounts/ada' });
  await meanwhile();
  const stock = await stage.ask('inventory-service', { method: 'get', path: '/stock/lamp' });
  return {
    charged: (account.body as { readonly charged: number }).charged,
    shipped: (stock.body as { readonly shipped: number }).shipped,
  };
};

/** All histories up to one value of the Lamport clock: no effect is in it without its cause. */
const atOneCut = (played: Played, lamport: number): Report => {
  const { accounts, stock } = readingAt(cutAt(historyAmong(played.durable), { lamport }));
  return { charged: accounts[0]?.charged ?? 0, shipped: stock[0]?.shipped ?? 0 };
};

const lampsPaidNot = ({ shipped, charged }: Report): boolean => shipped * 1_500 > charged;

export const readSkew: Room = {
  name: 'read-skew',
  about:
    'A report reads one service after the other while an order goes on, and its sums do not belong together.',
  bad: 'a report that asks the services one after the other',
  good: 'a report of a consistent cut (as `lab at` makes it), at every moment of the same run',
  price: 'the report is of a moment that is over, and the histories are read for it',
  show: async (seed, isGood) => {
    let id = '';
    let report: Report = { shipped: 0, charged: 0 };
    const played = await play(seed, async (stage) => {
      await putLamps(stage, 1, 1_500);
      await putAccount(stage, 'ada', 2_000);
      report = await askOneAfterTheOther(stage, async () => {
        id = await order(stage, { customer: 'ada', protocol: 'saga' });
        await until(stage, id, 'SagaCompleted');
        await stage.wait(1_000);
      });
    });
    const cuts = played.durable.map(({ commit }) => atOneCut(played, commit.lamport));
    const wrong = (isGood ? cuts : [report]).find(lampsPaidNot);
    return shownOf(
      played,
      { [id]: 'A' },
      wrong &&
        `The report says that ${wrong.shipped} lamp was shipped and ${euros(wrong.charged)} was charged: that was never so.`,
    );
  },
};
