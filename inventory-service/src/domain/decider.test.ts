// The inventory service's decisions, as sentences.
import type { ReleaseStock, ReserveStock, ShipStock } from '@saga-lab/contracts/inventory';
import { message, specification } from '@saga-lab/platform/testing/given';
import { applied, empty } from '@saga-lab/platform/testing/notes';
import { expect } from 'chai';
import { decider } from './decider.ts';
import type { ReservationEvent } from './reservation.ts';
import type { PutStock, StockEvent } from './stock.ts';

const given = specification(decider);
const orderId = 'o1';
const lines = [
  { sku: 'lamp', quantity: 2 },
  { sku: 'desk', quantity: 1 },
];
const priced = [
  { sku: 'lamp', quantity: 2, unitPrice: 500 },
  { sku: 'desk', quantity: 1, unitPrice: 9000 },
];

const ofSaga = { sagaId: orderId, attempt: 1 };
const reserve = message<ReserveStock>({
  type: 'ReserveStock',
  data: { orderId, lines },
  ...ofSaga,
  step: 'reserve-stock',
  operation: 'action',
});
const release = message<ReleaseStock>({
  type: 'ReleaseStock',
  data: { orderId, lines },
  ...ofSaga,
  step: 'reserve-stock',
  operation: 'compensation',
});
const ship = message<ShipStock>({
  type: 'ShipStock',
  data: { orderId, lines },
  ...ofSaga,
  step: 'ship-stock',
  operation: 'action',
});
const put = (onHand: number, unitPrice: number) =>
  message<PutStock>({ type: 'PutStock', data: { sku: 'lamp', onHand, unitPrice, by: 'grace' } });

const seen = (version: number) =>
  message<PutStock>({
    type: 'PutStock',
    data: { sku: 'lamp', onHand: 12, unitPrice: 500, by: 'eve', version },
  });

const adjusted = (sku: string, onHand: number, unitPrice: number): StockEvent => ({
  stream: `stock-${sku}`,
  type: 'StockAdjusted',
  data: { onHand, unitPrice, by: 'grace' },
});
const moved = (type: 'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped', sku: string, quantity: number) =>
  ({ stream: `stock-${sku}`, type, data: { orderId, quantity } }) satisfies StockEvent;
const reservationEvent = <T extends ReservationEvent['type']>(
  type: T,
  data: Extract<ReservationEvent, { type: T }>['data'],
) => ({ stream: 'reservation-o1', type, data }) as Extract<ReservationEvent, { type: T }>;

const shelves = [adjusted('lamp', 10, 500), adjusted('desk', 1, 9000)];
const stockReserved = reservationEvent('StockReserved', { orderId, lines: priced });
const reserved = [
  ...[stockReserved, moved('UnitsReserved', 'lamp', 2), moved('UnitsReserved', 'desk', 1)],
  applied(reserve, stockReserved),
];
const released = reservationEvent('StockReleased', { orderId });
const shipped = reservationEvent('StockShipped', { orderId });

describe('the inventory service', () => {
  it('reserves every line at the prices of the moment', () => {
    given(shelves)
      .when(reserve)
      .then(reserved)
      .thenSends([{ ...ofSaga, type: 'StockReserved', answer: 'APPLIED', data: stockReserved.data }]);
  });

  it('reserves the very last piece', () => {
    given([adjusted('lamp', 2, 500), adjusted('desk', 1, 9000)])
      .when(reserve)
      .then(reserved);
  });

  it('reserves nothing at all if there is too little of one SKU', () => {
    const scarce = [adjusted('lamp', 10, 500), adjusted('desk', 0, 9000)];
    const insufficient = reservationEvent('StockInsufficient', {
      orderId,
      reason: 'OUT_OF_STOCK',
      sku: 'desk',
    });
    given(scarce)
      .when(reserve)
      .then([insufficient, applied(reserve, insufficient, true)])
      .thenSends([{ type: 'StockInsufficient', answer: 'APPLIED', data: insufficient.data }]);
  });

  it('reserves nothing at all if it does not know one SKU', () => {
    const insufficient = reservationEvent('StockInsufficient', {
      orderId,
      reason: 'UNKNOWN_SKU',
      sku: 'lamp',
    });
    given([])
      .when(reserve)
      .then([insufficient, applied(reserve, insufficient, true)]);
  });

  it('does not count what others have reserved or got', () => {
    const busy = [...shelves, moved('UnitsReserved', 'lamp', 9)];
    const insufficient = reservationEvent('StockInsufficient', {
      orderId,
      reason: 'OUT_OF_STOCK',
      sku: 'lamp',
    });
    given(busy)
      .when(reserve)
      .then([insufficient, applied(reserve, insufficient, true)]);
  });

  it('repeats its answer to a repeated command and reserves nothing more', () => {
    given([...shelves, ...reserved])
      .when({ ...reserve, id: 'again', attempt: 2 })
      .then([])
      .thenSends([{ type: 'StockReserved', answer: 'DUPLICATE', attempt: 2, data: stockReserved.data }]);
  });

  it('keeps the reserved prices when the price changes', () => {
    given([...shelves, ...reserved, adjusted('lamp', 10, 777)])
      .when(reserve)
      .thenSends([{ type: 'StockReserved', data: stockReserved.data }]);
  });

  it('gives back what it reserved', () => {
    given([...shelves, ...reserved])
      .when(release)
      .then([
        ...[released, moved('UnitsReleased', 'lamp', 2), moved('UnitsReleased', 'desk', 1)],
        applied(release, released),
      ])
      .thenSends([{ type: 'StockReleased', answer: 'APPLIED', operation: 'compensation' }]);
  });

  it('has nothing to give back after a refusal', () => {
    const insufficient = reservationEvent('StockInsufficient', {
      orderId,
      reason: 'UNKNOWN_SKU',
      sku: 'lamp',
    });
    given([insufficient, applied(reserve, insufficient, true)])
      .when(release)
      .then([empty(release, released)])
      .thenSends([{ type: 'StockReleased', answer: 'EMPTY' }]);
  });

  it('turns a reservation away that comes after its release', () => {
    given([...shelves, empty(release, released)])
      .when(reserve)
      .thenSends([{ type: 'CommandRejected', answer: 'HANGING_REJECTED' }]);
  });

  it('ships what it reserved, as the last step', () => {
    given([...shelves, ...reserved])
      .when(ship)
      .then([
        ...[shipped, moved('UnitsShipped', 'lamp', 2), moved('UnitsShipped', 'desk', 1)],
        applied(ship, shipped),
      ])
      .thenSends([{ type: 'StockShipped', answer: 'APPLIED', step: 'ship-stock' }]);
  });

  it('takes shipping without a reservation for a bug', () => {
    expect(() => given(shelves).when(ship)).to.throw('nothing is reserved');
  });

  it('takes releasing what is shipped for a bug', () => {
    expect(() => given([...shelves, ...reserved, shipped]).when(release)).to.throw('SHIPPED');
  });

  it('takes a release that does not name all reserved lines for a bug', () => {
    const partial = { ...release, data: { orderId, lines: lines.slice(1) } };
    expect(() => given([...shelves, ...reserved]).when(partial)).to.throw('lamp is reserved');
  });

  it('takes a second saga that reserves for the same order for a bug', () => {
    expect(() => given([...shelves, ...reserved]).when({ ...reserve, sagaId: 's2' })).to.throw('already');
  });

  it('takes a count below zero for a bug', () => {
    expect(() => given([...shelves, moved('UnitsShipped', 'lamp', 1)]).when(ship)).to.throw(
      'impossible count',
    );
  });

  it('takes an event of a type it does not know for a bug', () => {
    const alien = { stream: 'stock-lamp', type: 'StockPainted', data: {} } as unknown as StockEvent;
    expect(() => given([alien]).when(ship)).to.throw('StockPainted');
  });
});

describe('putting stock', () => {
  it('lists a new SKU, one without any piece too', () => {
    given([])
      .when(put(0, 500))
      .then([adjusted('lamp', 0, 500)])
      .thenSends([]);
  });

  it('changes nothing if the values are the same', () => {
    given(shelves).when(put(10, 500)).then([]).thenSends([]);
  });

  it('changes nothing that has changed since the operator looked at it', () => {
    const before = [adjusted('lamp', 10, 500)];
    given(before)
      .when(seen(1))
      .then([{ ...adjusted('lamp', 12, 500), data: { onHand: 12, unitPrice: 500, by: 'eve' } }]);
    given([...before, adjusted('lamp', 15, 500)])
      .when(seen(1))
      .thenRefuses('CHANGED_MEANWHILE');
    given([]).when(seen(1)).thenRefuses('CHANGED_MEANWHILE');
  });

  it('changes the price alone', () => {
    given(shelves)
      .when(put(10, 501))
      .then([adjusted('lamp', 10, 501)]);
  });

  it('goes down to what is reserved or shipped', () => {
    const busy = [...shelves, moved('UnitsReserved', 'lamp', 6), moved('UnitsShipped', 'lamp', 2)];
    given(busy)
      .when(put(6, 500))
      .then([adjusted('lamp', 6, 500)]);
    given(busy).when(put(5, 500)).thenRefuses('BELOW_RESERVED_AND_SHIPPED');
  });
});
