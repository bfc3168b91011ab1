// I-3 and I-4: every accepted saga ends, and all services agree on how.
import { hasEnded } from '../client/documents.ts';
import { byHandFindings } from './by-hand.ts';
import type { Movement } from './effects.ts';
import { movements, sum } from './effects.ts';
import type { Facts, OrderFacts } from './facts.ts';
import { isUnder, waitingOf } from './protocols.ts';
import type { Under } from './protocols.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const everySagaEnds = (facts: Facts): Verdict => {
  const ended = (status: string) => facts.orders.filter(({ saga }) => saga?.status === status).length;
  return verdict('I-3', facts.orders.flatMap(endFindings), {
    holds: `Every accepted saga has ended: ${ended('COMPLETED')} COMPLETED, ${ended('COMPENSATED')} COMPENSATED.`,
    violated: 'An accepted order was forgotten or is stuck.',
  });
};

const endFindings = (one: OrderFacts): readonly string[] => {
  const { id, saga } = one;
  if (isUnder(one))
    return one.order.status === 'PENDING' ? [`order ${id} of ${one.order.protocol} is PENDING.`] : [];
  if (!saga) return [`order ${id} was accepted, but has no saga.`];
  return hasEnded(saga) ? [] : [`saga ${id} is ${saga.status}; GET /sagas/${id} says where.`];
};

/** Open while a saga is still on its way: until then the services may differ. */
export const servicesAgree = (facts: Facts): Verdict => {
  const judged = verdict(
    'I-4',
    facts.orders.flatMap((one) => disagreements(facts, one)),
    {
      holds: `The services agree about ${count(facts.orders.length, 'order')}: charged once and shipped once, or no money and no stock moved in the end.`,
      violated: 'The services disagree about how a saga ended.',
    },
  );
  const open = facts.orders.filter((one) => !isOver(one)).map(nameOf);
  if (judged.state === 'violated' || open.length === 0) return judged;
  return { ...judged, state: 'open', sentence: 'Some sagas have not ended yet.', findings: open };
};

/** Until then the services may differ. */
const isOver = (one: OrderFacts): boolean =>
  isUnder(one) ? waitingOf(one).length === 0 : one.saga !== undefined && hasEnded(one.saga);

const nameOf = (one: OrderFacts): string => `${isUnder(one) ? 'order' : 'saga'} ${one.id}`;

const disagreements = (facts: Facts, one: OrderFacts): readonly string[] => {
  if (isUnder(one)) return isOver(one) ? disagreementsUnder(facts, one) : [];
  switch (one.saga?.status) {
    case 'COMPLETED':
      return failed(one, completedClaims(one, movementsOf(facts, one.id)));
    case 'COMPENSATED':
      return failed(one, compensatedClaims(one, movementsOf(facts, one.id)));
    default:
      return [];
  }
};

/** Nobody but a person can have made them disagree, unless the protocol is not right: so it is said first what people did. */
const disagreementsUnder = (facts: Facts, one: Under): readonly string[] => {
  const findings = failed(one, claimsOf(one, movementsOf(facts, one.id)));
  return findings.length === 0 ? [] : [...byHandFindings(facts, one), ...findings];
};

const movementsOf = ({ history }: Facts, id: string): readonly Movement[] =>
  movements(history.ofSaga(id).map(({ commit }) => commit)).filter((movement) => movement.order === id);

type Claims = readonly (readonly [claim: string, isTrue: boolean])[];

const failed = (one: OrderFacts, claims: Claims): readonly string[] =>
  claims.filter(([, isTrue]) => !isTrue).map(([claim]) => `${nameOf(one)}: expected that ${claim}.`);

const completedClaims = ({ order, payment, reservation }: OrderFacts, moved: readonly Movement[]): Claims => {
  const pieces = order?.lines.reduce((total, line) => total + line.quantity, 0);
  return [
    ['COMPLETED means order APPROVED', order?.status === 'APPROVED'],
    ['COMPLETED means payment CHARGED', payment?.status === 'CHARGED'],
    ['COMPLETED means reservation SHIPPED', reservation?.status === 'SHIPPED'],
    ['the money was charged once, as much as the total', sum(moved, 'AmountCharged') === order?.total],
    ['nothing was refunded', sum(moved, 'AmountRefunded') === 0],
    ['what was ordered was shipped once', sum(moved, 'UnitsShipped') === pieces],
    ['nothing was released', sum(moved, 'UnitsReleased') === 0],
  ];
};

const compensatedClaims = (
  { order, payment, reservation }: OrderFacts,
  moved: readonly Movement[],
): Claims => [
  ['COMPENSATED means order REJECTED', order?.status === 'REJECTED'],
  ['COMPENSATED means payment not CHARGED', payment?.status !== 'CHARGED'],
  ['COMPENSATED means nothing on hold', reservation?.status !== 'RESERVED'],
  ['what was charged was refunded', sum(moved, 'AmountCharged') === sum(moved, 'AmountRefunded')],
  ['what was reserved was released', sum(moved, 'UnitsReserved') === sum(moved, 'UnitsReleased')],
  ['nothing was shipped', sum(moved, 'UnitsShipped') === 0],
];

/** Under any protocol: all or nothing, whether money was held first or charged at once. */
const claimsOf = (one: Under, moved: readonly Movement[]): Claims =>
  one.order.status === 'APPROVED' ? approvedClaims(one, moved) : rejectedClaims(one, moved);

const approvedClaims = ({ order, payment, reservation }: Under, moved: readonly Movement[]): Claims => {
  const pieces = order.lines.reduce((total, line) => total + line.quantity, 0);
  return [
    ['APPROVED means payment CHARGED', payment?.status === 'CHARGED'],
    ['APPROVED means reservation SHIPPED', reservation?.status === 'SHIPPED'],
    ['the money was charged once, as much as the total', spent(moved) === order.total],
    ['what was ordered was shipped once', sum(moved, 'UnitsShipped') === pieces],
    ['nothing was released', sum(moved, 'UnitsReleased') + sum(moved, 'AmountReleased') === 0],
  ];
};

const rejectedClaims = ({ payment, reservation }: Under, moved: readonly Movement[]): Claims => [
  ['REJECTED means payment not CHARGED', payment?.status !== 'CHARGED'],
  ['REJECTED means reservation not SHIPPED', reservation?.status !== 'SHIPPED'],
  ['no money was charged in the end', spent(moved) === 0],
  ['what was held was released', sum(moved, 'AmountHeld') === sum(moved, 'AmountReleased')],
  ['what was reserved was released', sum(moved, 'UnitsReserved') === sum(moved, 'UnitsReleased')],
  ['nothing was shipped', sum(moved, 'UnitsShipped') === 0],
];

const spent = (moved: readonly Movement[]): number =>
  sum(moved, 'AmountCharged') + sum(moved, 'AmountCaptured') - sum(moved, 'AmountRefunded');
