// What must be true of every state of the order saga: the invariants I-1, I-2, I-4, I-5, I-6, I-9, I-11 and I-12 of the lab.
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import { courseFindings } from '../../checker/course.ts';
import type { Invariant } from '../../checker/verdict.ts';
import type { SystemProperty } from '../system/roles.ts';
import { accountIn, orderOf, paymentOf, reservationOf, sagaOf, stockIn } from './look.ts';
import type { OrderView } from './look.ts';
import type { OrderNotes } from './notes.ts';
import { sku } from './services.ts';
import type { Before } from './services.ts';

type OrderProperty = SystemProperty<OrderNotes> & { readonly name: Invariant };

/** @param before what accounts and stock had seen before the world began. */
export const properties = (owners: readonly string[], before: Before): readonly OrderProperty[] => [
  moneyIsConserved(owners, before),
  stockIsConserved(owners, before),
  eachOf(owners, 'I-4', 'all services agree about a saga that has ended', disagreement),
  inTheMoment(owners, 'I-5', 'no command takes effect twice'),
  inTheMoment(owners, 'I-6', 'nothing takes effect after its own compensation'),
  eachOf(
    owners,
    'I-11',
    'a saga is undone in reverse order, completely, and never after its pivot',
    wrongCourse,
  ),
  inTheMoment(owners, 'I-12', 'what has ended stays as it is'),
  inTheMoment(owners, 'I-9', 'every message can be decided: no dead letter'),
];

const eachOf = (
  owners: readonly string[],
  name: Invariant,
  claim: string,
  finding: (view: OrderView, id: string) => string | undefined,
): OrderProperty => ({
  name,
  claim,
  finding: (view) => {
    for (const id of owners) {
      const found = finding(view, id);
      if (found !== undefined) return found;
    }
    return undefined;
  },
});

const inTheMoment = (
  owners: readonly string[],
  name: 'I-5' | 'I-6' | 'I-9' | 'I-12',
  claim: string,
): OrderProperty => eachOf(owners, name, claim, (view, id) => view.notes(id).wrong[name]);

type Claims = readonly (readonly [claim: string, isTrue: boolean])[];

const disagreement = (view: OrderView, id: string): string | undefined => {
  const status = sagaOf(view, id)?.status;
  const claims =
    status === 'COMPLETED' ? completed(view, id) : status === 'COMPENSATED' ? compensated(view, id) : [];
  const failed = claims.find(([, isTrue]) => !isTrue);
  return failed && `Saga ${id} is ${status ?? ''}, but it is not so that ${failed[0]}.`;
};

const completed = (view: OrderView, id: string): Claims => {
  const { moved } = view.notes(id);
  return [
    ['its order is APPROVED', orderOf(view, id)?.status === 'APPROVED'],
    ['its payment is CHARGED', paymentOf(view, id)?.status === 'CHARGED'],
    ['its reservation is SHIPPED', reservationOf(view, id)?.status === 'SHIPPED'],
    [
      'the money was charged once',
      moved.AmountCharged === sku.unitPrice && moved.AmountRefunded === undefined,
    ],
    ['the piece was shipped once', moved.UnitsShipped === 1 && moved.UnitsReleased === undefined],
  ];
};

const compensated = (view: OrderView, id: string): Claims => {
  const { moved } = view.notes(id);
  return [
    ['its order is REJECTED', orderOf(view, id)?.status === 'REJECTED'],
    ['no money is charged', paymentOf(view, id)?.status !== 'CHARGED'],
    ['nothing is on hold', reservationOf(view, id)?.status !== 'RESERVED'],
    ['what was charged was refunded', moved.AmountCharged === moved.AmountRefunded],
    ['what was reserved was released', moved.UnitsReserved === moved.UnitsReleased],
    ['nothing was shipped', moved.UnitsShipped === undefined],
  ];
};

const pivot = orderFulfilment.steps.find(({ kind }) => kind === 'pivot')?.step;

interface Task {
  readonly step: string;
  readonly operation?: string;
}

/** As the checker judges a saga that has ended; and at once, that nothing is undone after a pivot that was not refused. */
const wrongCourse = (view: OrderView, id: string): string | undefined => {
  const { course } = view.notes(id);
  const has = (type: string, what: (task: Task) => boolean) =>
    course.some((event) => event.type === type && what(event.data as Task));
  const isPast =
    has('CommandSent', ({ step, operation }) => step === pivot && operation === 'action') &&
    !has('StepRefused', ({ step }) => step === pivot);
  if (isPast && has('CommandSent', ({ operation }) => operation === 'compensation'))
    return `Saga ${id} undoes steps although its pivot was sent and not refused.`;
  return courseFindings(id, course)[0];
};

const moneyIsConserved = (owners: readonly string[], before: Before): OrderProperty => ({
  name: 'I-1',
  claim: 'what the account has spent is what the payments say, and its balance is never below zero',
  finding: (view) => {
    const { charged, refunded, held, balance } = accountIn(view);
    const paid =
      before.charged +
      owners.filter((id) => paymentOf(view, id)?.status === 'CHARGED').length * sku.unitPrice;
    return charged - refunded + held === paid && balance >= 0
      ? undefined
      : `The account has spent ${charged - refunded + held}, but its payments add up to ${paid}.`;
  },
});

const stockIsConserved = (owners: readonly string[], before: Before): OrderProperty => ({
  name: 'I-2',
  claim: 'what the stock counts as reserved and shipped is what the reservations say, and none is below zero',
  finding: (view) => {
    const now = stockIn(view);
    const those = (status: string) =>
      owners.filter((id) => reservationOf(view, id)?.status === status).length;
    const [reserved, shipped] = [before.reserved + those('RESERVED'), those('SHIPPED')];
    return now.reserved === reserved && now.shipped === shipped && now.available >= 0
      ? undefined
      : `The stock counts ${now.reserved} reserved and ${now.shipped} shipped, its reservations ${reserved} and ${shipped}.`;
  },
});
