// Orders under another way to agree than the saga: how they end, and I-16 and I-18, which hold for all such ways.
// Source of the rules: AC1 to AC5 of Bernstein, Hadzilacos, Goodman 1987, section 7.3; over histories, not over what a service says.
import type { ServiceName } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { givingUp, timersThatGiveUp } from '@saga-lab/protocols/vocabulary';
import type { Facts, OrderFacts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, said, verdict } from './verdict.ts';

/** An order of which no saga decides. */
export interface Under extends OrderFacts {
  readonly order: NonNullable<OrderFacts['order']>;
}

/** Orders read before there was any other way do not say theirs. */
export const isUnder = (one: OrderFacts): one is Under =>
  ((one.order as { readonly protocol?: string } | undefined)?.protocol ?? 'saga') !== 'saga';

/** Of its name, which may be anything in a document that was read. */
export const protocolOf = ({ order }: Under): string => said(order.protocol);

/** The stream of every role that has to do with the order. */
export const roleStream = (one: Under): string => streamOf(protocolOf(one), one.id);

/** A service that waits for the outcome, and with what. */
export interface Wait {
  readonly at: ServiceName;
  readonly with: string;
}

/** What still waits for the outcome, as it is shown; none: it has come to its end everywhere. */
export const waitingOf = ({ order, payment, reservation }: Under): readonly Wait[] => {
  const waits: readonly (Wait & { readonly is: boolean })[] = [
    { at: 'order-service', with: 'its order is PENDING', is: order.status === 'PENDING' },
    { at: 'inventory-service', with: 'its pieces are reserved', is: reservation?.status === 'RESERVED' },
    { at: 'payment-service', with: 'its money is held', is: payment?.status === 'HELD' },
  ];
  return waits.filter(({ is }) => is);
};

/** What each service promised by its yes, and what it did once the outcome was yes. */
const promises: readonly (readonly string[])[] = [
  ['OrderPlaced'],
  ['StockReserved'],
  ['PaymentHeld', 'PaymentCharged'],
];
const confirmations: readonly string[] = ['OrderApproved', 'StockShipped', 'AmountCaptured'];

export const commitAfterEveryYes = (facts: Facts): Verdict => {
  const approved = facts.orders.filter(isUnder).filter(({ order }) => order.status === 'APPROVED');
  return verdict(
    'I-16',
    approved.flatMap((one) => earlyFindings(facts, one)),
    {
      holds: `${count(approved.length, 'order')} of other protocols approved, each after all services had promised.`,
      violated: 'Something was committed before every service had promised.',
    },
  );
};

const earlyFindings = ({ history }: Facts, { id }: Under): readonly string[] => {
  // A person may decide before everybody has promised: that is no decision of the protocol.
  const events = history
    .ofSaga(id)
    .filter(({ commit }) => commit.events.every(({ type }) => type !== 'DecidedByHand'))
    .flatMap(({ commit }) => commit.events.map(({ type }) => ({ type, lamport: commit.lamport })));
  const first = (types: readonly string[]) =>
    Math.min(...events.filter(({ type }) => types.includes(type)).map(({ lamport }) => lamport));
  const done = first(confirmations);
  return promises
    .filter((types) => !(first(types) < done))
    .map((types) => `order ${id} was committed before there was ${types.join(' or ')}.`);
};

/** Why an order may be rejected although everybody has said yes: a person wanted it, or somebody waited too long. */
export const allYesIsCommitted = (facts: Facts): Verdict => {
  const rejected = facts.orders.filter(isUnder).filter(({ order }) => order.status === 'REJECTED');
  const promised = rejected.filter((one) => hasPromised(facts, one));
  const causes = causesIn(facts.history);
  return verdict(
    'I-18',
    promised
      .filter((one) => !isBehindTimeOrPerson(facts, one, causes))
      .map(
        ({ id }) => `order ${id} was rejected although every service had promised, and nobody gave it up.`,
      ),
    {
      holds: `${count(rejected.length, 'order')} of other protocols rejected: a service said no, or time or a person was behind it.`,
      violated: 'An order was rejected that everybody had said yes to, by nothing but messages.',
    },
  );
};

const hasPromised = ({ history }: Facts, { id }: Under): boolean => {
  const types = new Set(history.ofSaga(id).flatMap(({ commit }) => commit.events.map(({ type }) => type)));
  return promises.every((any) => any.some((type) => types.has(type)));
};

/** `2pc.VoteBy` is one. */
const isGivingUp = (type: string): boolean => timersThatGiveUp.includes(type.slice(type.indexOf('.') + 1));

/** Message id -> the commit that sent it, and whether it was a timer that gives up. */
type Causes = ReadonlyMap<string, { readonly commit: string; readonly givesUp: boolean }>;

const causesIn = ({ all }: Facts['history']): Causes =>
  new Map(
    all.flatMap(({ commit }) =>
      commit.outbox.map(
        ({ id, type, notBefore }) =>
          [id, { commit: commit._id, givesUp: notBefore !== undefined && isGivingUp(type) }] as const,
      ),
    ),
  );

/** Of a service's own as well: its order is rejected. */
const givenUp: readonly string[] = [...givingUp, 'OrderRejected'];

/**
 * From where the order was first given up back, message by message: a timer that gives up, or a request that is not the one that placed the order.
 * Not from the rejection: whoever asks late is told of what was decided long before.
 */
const isBehindTimeOrPerson = ({ history }: Facts, { id }: Under, causes: Causes): boolean => {
  const commits = history
    .ofSaga(id)
    .map(({ commit }) => commit)
    .sort((a, b) => a.lamport - b.lamport);
  const doing = (types: readonly string[]) =>
    commits.find(({ events }) => events.some(({ type }) => types.includes(type)))?._id;
  const placed = doing(['OrderPlaced']);
  const seen = new Set<string>();
  for (let at = doing(givenUp); at !== undefined && !seen.has(at);) {
    seen.add(at);
    const cause = causes.get(at);
    if (cause === undefined) return at !== placed;
    if (cause.givesUp) return true;
    at = cause.commit;
  }
  return false;
};
