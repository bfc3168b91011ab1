// The README's tables of states and messages, one test per row.
import { fileURLToPath } from 'node:url';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import { expect } from 'chai';
import { fakeSetting, heldFor, shelfWith } from '../testing/fake-resource.ts';
import { terms, wanted, wordsOf } from '../testing/order.ts';
import { restTests } from '../testing/rest.ts';
import { rowTests } from '../testing/rows.ts';
import type { Row } from '../testing/rows.ts';
import { defaultTiming } from '../timing.ts';
import { choreography } from './index.ts';
import { promise } from './promise.ts';
import { watcher } from './watcher.ts';

const file = fileURLToPath(new URL('README.md', import.meta.url));
const { told, noted } = wordsOf('choreo');
const { orderId } = wanted;
const of = (role: DeciderPart) => ({ protocol: 'choreo', role, forced: promise.forced });
const roleAt = (self: Parameters<typeof fakeSetting>[0]) =>
  choreography.participant(fakeSetting(self), defaultTiming);

const rows = (...all: readonly (readonly [string, string, Row['given'], Row['when']])[]): readonly Row[] =>
  all.map(([state, message, given, when]) => ({ state, message, given, when }));

const orderPlaced = told('OrderPlaced', wanted);
const stockReserved = told('StockReserved', terms);
const stockInsufficient = told('StockInsufficient', { ...wanted, reason: 'OUT_OF_STOCK' });
const paymentCharged = told('PaymentCharged', terms);
const paymentDeclined = told('PaymentDeclined', { ...wanted, reason: 'INSUFFICIENT_FUNDS' });
const orderApproved = told('OrderApproved', terms);
const orderRejected = told('OrderRejected', { ...wanted, reason: 'TIMED_OUT' });
const outcomeAsked = told('OutcomeAsked', { by: 'payment-service' });

describe('The order service under choreography', () => {
  const pending = [noted('Placed', { wanted }), ...heldFor(orderId)];
  const approved = [...pending, noted('Approved', { terms })];
  const rejected = [...pending, noted('Rejected', { wanted, reason: 'TIMED_OUT' })];
  const table = rows(
    ['PENDING', 'PaymentCharged', pending, paymentCharged],
    ['PENDING', 'StockInsufficient', pending, stockInsufficient],
    ['PENDING', 'PaymentDeclined', pending, paymentDeclined],
    ['PENDING', 'timer GiveUp', pending, told('GiveUp', wanted)],
    ['PENDING', 'timer CancelByCustomer', pending, told('CancelByCustomer', wanted)],
    ['PENDING', 'OutcomeAsked', pending, outcomeAsked],
    ['APPROVED', 'OutcomeAsked', approved, outcomeAsked],
    ['REJECTED', 'OutcomeAsked', rejected, outcomeAsked],
    ['REJECTED', 'PaymentCharged, too late', rejected, paymentCharged],
  );
  rowTests({ file, heading: 'The order service' }, of(roleAt('order-service')), table);
  restTests(of(roleAt('order-service')), table);

  it('takes an order of another protocol for a bug', () => {
    const decide = roleAt('order-service').decide as (states: object, message: object) => unknown;
    expect(() => decide({}, paymentCharged)).to.throw('none of that protocol');
  });
});

const shelf = shelfWith(1, terms.amount);
const taken = [shelf, noted('Taken', { terms }), ...heldFor(orderId)];
const refused = [shelf, noted('Refused', { reason: 'OUT_OF_STOCK' })];
const ended = (type: 'Confirmed' | 'GivenBack') => [
  shelf,
  noted('Taken', { terms }),
  noted(type, { orderId }),
];
const cancelled = [shelf, noted('Cancelled', { orderId })];
const damaged = (outcome: 'COMMIT' | 'ABORT') => [
  shelf,
  noted('Taken', { terms }),
  noted('DecidedByHand', { outcome, reason: 'nobody answers', by: 'ada' }),
  noted('HeuristicDamage', {
    here: outcome === 'COMMIT' ? 'CONFIRMED' : 'GIVEN_BACK',
    heard: outcome === 'COMMIT' ? 'OrderRejected' : 'OrderApproved',
  }),
];
const byHand = (outcome: 'COMMIT' | 'ABORT') =>
  told('DecideByHand', { terms, outcome, reason: 'nobody answers', by: 'ada' });

const holderRows = (name: string, event: Row['when']): readonly Row[] =>
  rows(
    ['none', name, [shelf], event],
    ['none', `${name}, not to be had`, [shelfWith(0, terms.amount)], event],
    ['none', 'OrderRejected', [shelf], orderRejected],
    ['HOLDING', 'OrderApproved', taken, orderApproved],
    ['HOLDING', 'OrderRejected', taken, orderRejected],
    ['HOLDING', 'timer AskAgain', taken, told('AskAgain', { round: 1 })],
    ['HOLDING', `${name} once more`, taken, event],
    ['HOLDING', 'DecideByHand COMMIT', taken, byHand('COMMIT')],
    ['HOLDING', 'DecideByHand ABORT', taken, byHand('ABORT')],
    ['REFUSED', `${name} once more`, refused, event],
    ['REFUSED', 'OrderRejected', refused, orderRejected],
    ['CANCELLED', `${name}, too late`, cancelled, event],
    ['CONFIRMED', 'OrderApproved once more', ended('Confirmed'), orderApproved],
    ['CONFIRMED', 'OrderRejected, after a person decided', ended('Confirmed'), orderRejected],
    ['CONFIRMED', 'OrderRejected, heard before', damaged('COMMIT'), orderRejected],
    ['CONFIRMED', 'DecideByHand ABORT', ended('Confirmed'), byHand('ABORT')],
    ['GIVEN_BACK', 'OrderRejected once more', ended('GivenBack'), orderRejected],
    ['GIVEN_BACK', 'OrderApproved, after a person decided', ended('GivenBack'), orderApproved],
    ['GIVEN_BACK', 'OrderApproved, heard before', damaged('ABORT'), orderApproved],
    ['GIVEN_BACK', 'DecideByHand ABORT', ended('GivenBack'), byHand('ABORT')],
  );

describe('Inventory under choreography', () => {
  const table = holderRows('OrderPlaced', orderPlaced);
  rowTests({ file, heading: 'Inventory' }, of(roleAt('inventory-service')), table);
  restTests(of(roleAt('inventory-service')), table, ['none · OrderApproved']);
});

describe('Payment under choreography', () => {
  const table = holderRows('StockReserved', stockReserved);
  rowTests({ file, heading: 'Payment' }, of(roleAt('payment-service')), table);
  restTests(of(roleAt('payment-service')), table, ['none · OrderApproved']);
});

describe('The watcher of an order', () => {
  const heard = (...types: readonly string[]) => types.map((type) => noted('Heard', { type }));
  rowTests(
    { file, heading: 'The watcher' },
    of(watcher()),
    rows(
      ['none', 'OrderPlaced', [], orderPlaced],
      ['none', 'OutcomeAsked', [], outcomeAsked],
      ['PLACED', 'anything', heard('OrderPlaced'), stockReserved],
      ['APPROVED', 'anything', heard('OrderApproved'), paymentCharged],
    ),
  );
});
