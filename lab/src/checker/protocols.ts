// Orders under another way to agree than the saga: how they end, and I-16 and I-17, which hold for all such ways.
// Source of the rules: AC1 to AC5 of Bernstein, Hadzilacos, Goodman 1987, section 7.3; over histories, not over what a service says.
import { orchestrator } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
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

/** What still waits for the outcome; none: it has come to its end everywhere. */
export const waitingOf = ({ order, payment, reservation }: Under): readonly string[] => [
  ...(order.status === 'PENDING' ? ['its order is PENDING'] : []),
  ...(reservation?.status === 'RESERVED' ? ['its pieces are reserved'] : []),
  ...(payment?.status === 'HELD' ? ['its money is held'] : []),
];

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

export const nobodyUndecided = (facts: Facts): Verdict => {
  const under = facts.orders.filter(isUnder);
  const waiting = under.filter((one) => waitingOf(one).length > 0);
  const leaked = waiting.filter((one) => hasEndedAtCoordinator(facts, one));
  const says = (one: Under) =>
    `order ${one.id} of ${said(one.order.protocol)}: ${waitingOf(one).join(', ')}.`;
  const judged = verdict('I-17', leaked.map(says), {
    holds: `Nobody is in doubt about ${count(under.length, 'order')} of other protocols, and nothing is left on hold.`,
    violated: 'Something stays on hold although its transaction has ended.',
  });
  if (judged.state === 'violated' || waiting.length === 0) return judged;
  const sentence = 'Some orders of other protocols are undecided somewhere.';
  return { ...judged, state: 'open', sentence, findings: waiting.map(says) };
};

const hasEndedAtCoordinator = ({ history }: Facts, { id, order }: Under): boolean =>
  history
    .ofStreamAt(orchestrator.name, streamOf(said(order.protocol), id))
    .some(({ type }) => type === 'TransactionEnded');
