// After the last fault: waits until the system is quiet, reads all of it, and has it judged.
import type { Facts } from '@saga-lab/lab/checker/facts';
import { judge } from '@saga-lab/lab/checker/judge';
import { outsidePromise, splitAmong } from '@saga-lab/lab/checker/outside-promise';
import { trustedTimers } from '@saga-lab/protocols/promises';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import { holds } from '@saga-lab/lab/checker/verdict';
import type { Lab } from '@saga-lab/lab/client/lab';
import { factsOf } from '@saga-lab/lab/reader/facts-of';
import { patiently } from '@saga-lab/lab/reader/patience';
import { readSystem } from '@saga-lab/lab/reader/read-system';
import { serviceNames } from '@saga-lab/contracts/services';
import { queues } from '@saga-lab/contracts/topology';
import { queueCounts } from '@saga-lab/launcher/broker/queue-counts';
import type { Stage } from './inject/stage.ts';
import { untilAnswered } from './judge/until-answered.ts';
import type { Ledger } from './load/ledger.ts';
import { digestOf } from './load/load.ts';

const CATCH_UP_MS = 20_000;

/** What still moves. */
export interface Unrest {
  readonly openSagas: number;
  readonly pendingOrders: number;
  /** Commits with a message that is not confirmed. */
  readonly unsent: number;
  /** Of orders under other protocols, at those who hold something for them. */
  readonly inDoubt: number;
  /** Messages that wait at the broker. */
  readonly queued: number;
}

export interface Quiet {
  readonly afterMs: number;
  /** At the last look; all 0: it is quiet. */
  readonly left: Unrest;
}

export const isQuiet = (left: Unrest): boolean => Object.values(left).every((many) => many === 0);

/** Waits for so long at most. */
export const untilQuiet = async (stage: Stage, waitMs: number): Promise<Quiet> => {
  const begin = performance.now();
  const left = await patiently(() => unrestOf(stage), { isFine: isQuiet, forMs: waitMs });
  return { afterMs: performance.now() - begin, left };
};

/** A service that does not answer yet is no quiet one. */
const unrestOf = async ({ lab, brokerUrl }: Stage): Promise<Unrest> => {
  const looks = [
    lab.openSagas().then((sagas) => sagas.length),
    lab.pendingOrders().then((orders) => orders.length),
    Promise.all(serviceNames.map((service) => lab.outbox(service))).then((all) =>
      all.reduce((sum, { pending }) => sum + pending, 0),
    ),
    Promise.all([lab.heldInDoubt('inventory-service'), lab.heldInDoubt('payment-service')]).then((all) =>
      all.reduce((sum, many) => sum + many, 0),
    ),
    queueCounts(brokerUrl, queues).then((all) => all.reduce((sum, { ready }) => sum + ready, 0)),
  ].map((look) => look.catch(() => Infinity));
  const [openSagas = 0, pendingOrders = 0, unsent = 0, inDoubt = 0, queued = 0] = await Promise.all(looks);
  return { openSagas, pendingOrders, unsent, inDoubt, queued };
};

/** Orders of protocols that trust timers. Nobody is dead for good here: whoever was taken for dead is alive. */
export interface Trusted {
  /** Somebody was taken for dead: nothing is promised of them any more. */
  readonly outside: number;
  /** The services disagree about them. */
  readonly split: number;
}

export interface Judged {
  readonly facts: Facts;
  readonly verdicts: readonly Verdict[];
  readonly promise: Trusted;
  /** Orders of clients that were never answered: neither lost if they are not there, nor unexpected if they are. */
  readonly maybeThere: number;
}

/** Orders and outboxes are given a little time to follow before what is seen counts as violated. */
export const judgeAll = async ({ lab, fixtures }: Stage, ledger: Ledger): Promise<Judged> => {
  const there = await untilAnswered(() => placedWith(lab, ledger.maybe));
  const orders = [...new Set([...fixtures.orders, ...ledger.accepted.values(), ...there])];
  const names = { ...fixtures, orders, deadLettersBefore: new Set<string>() };
  const look = async () => {
    const reading = await readSystem(lab, names);
    const facts = factsOf(reading);
    const outside = outsidePromise(facts, trustedTimers);
    const split = splitAmong(outside, judge(facts)).length;
    const tampering = { ...facts.tampering, outsidePromise: outside.map(({ id }) => id) };
    return {
      facts,
      verdicts: judge({ ...facts, tampering }),
      promise: { outside: outside.length, split },
      maybeThere: there.length,
    };
  };
  return patiently(() => untilAnswered(look), {
    isFine: ({ verdicts }) => holds(verdicts),
    forMs: CATCH_UP_MS,
  });
};

/** The history says with which Idempotency-Key an order was placed: the id of its commit ends with the digest of the key. */
const placedWith = async (lab: Lab, keys: ReadonlySet<string>): Promise<readonly string[]> => {
  const digests = new Set([...keys].map(digestOf));
  return (await lab.commits())['order-service'].flatMap(({ _id, input }) =>
    input.type === 'PlaceOrder' && digests.has(_id.slice(_id.lastIndexOf(':') + 1))
      ? (input.sagaId ?? [])
      : [],
  );
};
