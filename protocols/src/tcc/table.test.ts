// The README's tables of states and messages, one test per row.
import { fileURLToPath } from 'node:url';
import { defaultTiming } from '../timing.ts';
import { fakeSetting, heldFor, shelfWith } from '../testing/fake-resource.ts';
import { terms, wanted, wordsOf } from '../testing/order.ts';
import { restTests } from '../testing/rest.ts';
import { rowTests } from '../testing/rows.ts';
import type { Row } from '../testing/rows.ts';
import { coordinator } from './coordinator.ts';
import { participant } from './participant.ts';
import { promise } from './promise.ts';

const file = fileURLToPath(new URL('README.md', import.meta.url));
const { told, noted } = wordsOf('tcc');
const { forced } = promise;
const orderId = wanted.orderId;
const ttl = { ...defaultTiming, holdTtlMs: 30_000 };

const [order, inventory, payment] = ['order-service', 'inventory-service', 'payment-service'].map((by) => ({
  by,
}));

const person = { orderId, reason: 'nobody answers', by: 'ada' };

const begun = [noted('TransactionBegun', wanted)];
const halfWay = [...begun, noted('TryCounted', { by: 'inventory-service', terms })];
const confirming = [...halfWay, noted('ConfirmDecided', { terms })];
const cancelling = [...halfWay, noted('CancelDecided', { reason: 'TIMED_OUT', tell: ['order-service'] })];
const done = (...of: readonly (object | undefined)[]) => of.map((by) => noted('DoneCounted', by));
const oneLeft = [...confirming, ...done(order, inventory)];
const halfConfirmed = [...confirming, noted('ParkedForPeople', { reason: 'HALF_CONFIRMED', ...payment })];
const confirmed = [...oneLeft, ...done(payment), noted('TransactionEnded', { outcome: 'CONFIRMED' })];
const presumed = [noted('CancelPresumed', { reason: 'NEVER_BEGAN' })];
const repeated = (times: number) =>
  Array.from({ length: times }, (_, n) => noted('SentAgain', { round: n + 1 }));

const place = told('OrderPlaced', wanted);
const cancelWish = told('RequestCancellation', wanted);
const ask = told('AskOutcome', { ...wanted, ...inventory });
const triedBy = (by: object | undefined) => told('Tried', { ...terms, ...by });
const refusedBy = (by: object | undefined) => told('TryRefused', { ...by, reason: 'OUT_OF_STOCK' });
const doneBy = (by: object | undefined) => told('Done', { ...by, outcome: 'CONFIRMED' });
const tooLateAt = (by: object | undefined) => told('ConfirmTooLate', { ...by });
const lapsedAt = (by: object | undefined) => told('Lapsed', { ...wanted, ...by });
const stop = told('AbortByHand', person);
const tryBy = told('TryBy');
const sendAgain = (round: number) => told('SendAgain', { round });

const rows = (...all: readonly (readonly [string, string, Row['given'], Row['when']])[]): readonly Row[] =>
  all.map(([state, message, given, when]) => ({ state, message, given, when }));

describe('The coordinator of TCC', () => {
  const of = { protocol: 'tcc', role: coordinator(defaultTiming), forced };
  const table = rows(
    ['none', 'OrderPlaced', [], place],
    ['none', 'AskOutcome', [], ask],
    ['none', 'RequestCancellation', [], cancelWish],
    ['none', 'Lapsed', [], lapsedAt(order)],
    ['none', 'AbortByHand', [], stop],
    ['TRYING', 'Tried, another one is to be asked', begun, triedBy(inventory)],
    ['TRYING', 'Tried, the last one', halfWay, triedBy(payment)],
    ['TRYING', 'Tried once more', halfWay, triedBy(inventory)],
    ['TRYING', 'TryRefused by inventory', begun, refusedBy(inventory)],
    ['TRYING', 'TryRefused by payment', halfWay, refusedBy(payment)],
    ['TRYING', 'TryRefused by one not asked', begun, refusedBy(payment)],
    ['TRYING', 'Lapsed', halfWay, lapsedAt(inventory)],
    ['TRYING', 'RequestCancellation', begun, cancelWish],
    ['TRYING', 'AbortByHand', halfWay, stop],
    ['TRYING', 'timer TryBy', halfWay, tryBy],
    ['TRYING', 'OrderPlaced once more', halfWay, place],
    ['TRYING', 'AskOutcome', halfWay, ask],
    ['CONFIRMING', 'Done, others are open', confirming, doneBy(order)],
    ['CONFIRMING', 'Done, the last one', oneLeft, doneBy(payment)],
    ['CONFIRMING', 'Done once more', oneLeft, doneBy(order)],
    ['CONFIRMING', 'timer SendAgain', oneLeft, sendAgain(1)],
    ['CONFIRMING', 'timer SendAgain, the fifth', [...oneLeft, ...repeated(4)], sendAgain(5)],
    ['CONFIRMING', 'ConfirmTooLate', confirming, tooLateAt(payment)],
    ['CONFIRMING', 'OrderPlaced', confirming, place],
    ['CONFIRMING', 'AskOutcome', confirming, ask],
    ['CONFIRMING', 'RequestCancellation', confirming, cancelWish],
    ['CONFIRMING', 'Lapsed', confirming, lapsedAt(payment)],
    ['CONFIRMING', 'AbortByHand', confirming, stop],
    ['HALF_CONFIRMED', 'Done, whoever it is', [...halfConfirmed, ...done(order)], doneBy(inventory)],
    ['HALF_CONFIRMED', 'timer SendAgain', halfConfirmed, sendAgain(1)],
    ['HALF_CONFIRMED', 'ConfirmTooLate of another one', halfConfirmed, tooLateAt(inventory)],
    ['HALF_CONFIRMED', 'ConfirmTooLate once more', halfConfirmed, tooLateAt(payment)],
    ['HALF_CONFIRMED', 'OrderPlaced', halfConfirmed, place],
    ['HALF_CONFIRMED', 'AskOutcome', halfConfirmed, ask],
    ['HALF_CONFIRMED', 'RequestCancellation', halfConfirmed, cancelWish],
    ['CANCELLING', 'Done, the last one', cancelling, doneBy(order)],
    ['CANCELLING', 'timer SendAgain', cancelling, sendAgain(1)],
    ['CANCELLING', 'Tried, too late', cancelling, triedBy(payment)],
    ['CANCELLING', 'Lapsed', cancelling, lapsedAt(inventory)],
    ['CANCELLING', 'OrderPlaced', cancelling, place],
    ['CANCELLING', 'AskOutcome', cancelling, ask],
    ['CANCELLING', 'RequestCancellation', cancelling, cancelWish],
    ['CONFIRMED', 'Done once more', confirmed, doneBy(order)],
    ['CONFIRMED', 'OrderPlaced', confirmed, place],
    ['CONFIRMED', 'AskOutcome', confirmed, ask],
    ['CONFIRMED', 'RequestCancellation', confirmed, cancelWish],
    ['CONFIRMED', 'AbortByHand', confirmed, stop],
    ['CANCELLED', 'OrderPlaced', presumed, place],
    ['CANCELLED', 'AskOutcome', presumed, ask],
    ['CANCELLED', 'RequestCancellation', presumed, cancelWish],
  );
  rowTests({ file, heading: 'Coordinator' }, of, table);
  restTests(of, table, ['none · Tried', 'none · TryRefused', 'none · Done', 'none · ConfirmTooLate']);
});

const shelf = shelfWith(1, 7);
const holding = [shelf, noted('Tried', { wanted, terms }), ...heldFor(orderId)];
const refused = [shelf, noted('TryRefused', { reason: 'OUT_OF_STOCK' })];
const outcome = (type: 'Confirmed' | 'Cancelled' | 'Lapsed') => [
  shelf,
  noted('Tried', { wanted, terms }),
  noted(type, { orderId }),
];
const byHand = (what: 'COMMIT' | 'ABORT') => [
  shelf,
  noted('Tried', { wanted, terms }),
  noted('DecidedByHand', { outcome: what, reason: 'nobody answers', by: 'ada' }),
];

const damaged = [
  ...byHand('ABORT'),
  noted('HeuristicDamage', { decidedByHand: 'CANCELLED', outcome: 'CONFIRMED' }),
];

const tryIt = told('Try', wanted);
const tryPriced = told('Try', terms);
const confirm = told('Confirm', terms);
const cancel = told('Cancel', { ...wanted, reason: 'TIMED_OUT' });
const lapse = told('Lapse', wanted);
const askAgain = told('AskAgain', { round: 1 });
const decide = (what: 'COMMIT' | 'ABORT') => told('DecideByHand', { ...person, terms, outcome: what });

describe('A participant of TCC', () => {
  const of = { protocol: 'tcc', role: participant(fakeSetting('inventory-service'), ttl), forced };
  const table = rows(
    ['none', 'Try without prices', [shelf], tryIt],
    ['none', 'Try with prices', [shelf], tryPriced],
    ['none', 'Try, not to be had', [shelfWith(0, 7)], tryIt],
    ['none', 'Try, at another price', [shelfWith(1, 8)], tryPriced],
    ['none', 'Cancel (empty)', [shelf], cancel],
    ['TRIED', 'Confirm', holding, confirm],
    ['TRIED', 'Cancel', holding, cancel],
    ['TRIED', 'timer Lapse', holding, lapse],
    ['TRIED', 'timer AskAgain', holding, askAgain],
    ['TRIED', 'Try once more', holding, tryIt],
    ['TRIED', 'DecideByHand COMMIT', holding, decide('COMMIT')],
    ['TRIED', 'DecideByHand ABORT', holding, decide('ABORT')],
    ['REFUSED', 'Try once more', refused, tryIt],
    ['REFUSED', 'Cancel', refused, cancel],
    ['CONFIRMED', 'Confirm once more (double)', outcome('Confirmed'), confirm],
    ['CONFIRMED', 'Cancel', outcome('Confirmed'), cancel],
    ['CONFIRMED', 'Try', outcome('Confirmed'), tryIt],
    ['CANCELLED', 'Try (hanging)', outcome('Cancelled'), tryIt],
    ['CANCELLED', 'Cancel once more', outcome('Cancelled'), cancel],
    ['CANCELLED', 'Confirm', outcome('Cancelled'), confirm],
    ['CANCELLED', 'DecideByHand COMMIT', outcome('Cancelled'), decide('COMMIT')],
    ['CANCELLED', 'DecideByHand ABORT', outcome('Cancelled'), decide('ABORT')],
    ['LAPSED', 'Confirm', outcome('Lapsed'), confirm],
    ['LAPSED', 'Cancel', outcome('Lapsed'), cancel],
    ['LAPSED', 'Try', outcome('Lapsed'), tryIt],
    ['CONFIRMED by hand', 'Confirm', byHand('COMMIT'), confirm],
    ['CONFIRMED by hand', 'Cancel', byHand('COMMIT'), cancel],
    ['CANCELLED by hand', 'Try', byHand('ABORT'), tryIt],
    ['CANCELLED by hand', 'Cancel', byHand('ABORT'), cancel],
    ['CANCELLED by hand', 'Confirm', byHand('ABORT'), confirm],
    ['CANCELLED by hand', 'Confirm, heard before', damaged, confirm],
  );
  rowTests({ file, heading: 'Participant' }, of, table);
  restTests(of, table, ['REFUSED · Confirm', 'none · Confirm']);
});

describe('The order service under TCC', () => {
  const born = [noted('Tried', { wanted }), ...heldFor(orderId)];
  rowTests(
    { file, heading: 'The order service' },
    { protocol: 'tcc', role: participant(fakeSetting('order-service'), defaultTiming), forced },
    rows(
      ['TRIED', 'timer AskAgain', born, askAgain],
      ['TRIED', 'Confirm', born, confirm],
      ['TRIED', 'Cancel', born, cancel],
    ),
  );
});
