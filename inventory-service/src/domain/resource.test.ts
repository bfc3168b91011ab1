// The pieces on the shelves under any protocol: quoted, held, and then shipped or released.
import type { Terms } from '@saga-lab/protocols/terms';
import { unguarded } from '@saga-lab/platform/decider/barrier';
import { statesOf } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import fc from 'fast-check';
import { asStock, decider } from './decider.ts';
import type { InventoryEvent } from './decider.ts';
import { pieces } from './resource.ts';
import type { StockEvent } from './stock.ts';

const orderOf = (orderId: string, lamps: number, unitPrice = 500): Terms => ({
  orderId,
  customerId: 'ada',
  lines: [
    { sku: 'lamp', quantity: lamps, unitPrice },
    { sku: 'desk', quantity: 1, unitPrice: 9000 },
  ],
  amount: lamps * unitPrice + 9000,
});
const terms = orderOf('o1', 2);
const { amount: _amount, ...rest } = terms;
const wanted = { ...rest, lines: terms.lines.map(({ sku, quantity }) => ({ sku, quantity })) };
const shelf = (sku: string, onHand: number, unitPrice: number): StockEvent => ({
  stream: `stock-${sku}`,
  type: 'StockAdjusted',
  data: { onHand, unitPrice, by: 'grace' },
});
const shelves = [shelf('lamp', 10, 500), shelf('desk', 1, 9000)];
const counted = (type: 'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped'): InventoryEvent[] => [
  { stream: 'stock-lamp', type, data: { orderId: 'o1', quantity: 2 } },
  { stream: 'stock-desk', type, data: { orderId: 'o1', quantity: 1 } },
];
const reservation = (type: 'StockReleased' | 'StockShipped'): InventoryEvent => ({
  stream: 'reservation-o1',
  type,
  data: { orderId: 'o1' },
});
const held: readonly InventoryEvent[] = [
  { stream: 'reservation-o1', type: 'StockReserved', data: { orderId: 'o1', lines: terms.lines } },
  ...counted('UnitsReserved'),
];
const given = (past: readonly InventoryEvent[]) => unguarded(statesOf(decider, past));
const giveback = { wanted, reason: 'INSUFFICIENT_FUNDS' };

describe('pieces that are held for an order', () => {
  it('are quoted with the prices of the moment and their sum, and nothing is set aside', () => {
    expect(pieces.quote(given(shelves), wanted)).to.deep.equal({ ok: true, terms });
  });

  it('are not quoted where there are too few, or none is known', () => {
    expect(pieces.quote(given([shelf('lamp', 1, 500), shelf('desk', 1, 9000)]), wanted)).to.deep.equal({
      ok: false,
      reason: 'OUT_OF_STOCK',
    });
    expect(pieces.quote(given([]), wanted)).to.deep.equal({ ok: false, reason: 'UNKNOWN_SKU' });
  });

  it('are reserved as a saga reserves them', () => {
    expect(pieces.hold(given(shelves), terms)).to.deep.equal({ ok: true, events: held });
  });

  it('are refused where they went to another order since they were quoted', () => {
    expect(pieces.hold(given([...shelves, ...held]), orderOf('o2', 1))).to.deep.equal({
      ok: false,
      reason: 'OUT_OF_STOCK',
    });
  });

  it('are refused where a price changed since they were quoted', () => {
    expect(pieces.hold(given([...shelves, shelf('lamp', 10, 501)]), terms)).to.deep.equal({
      ok: false,
      reason: 'PRICE_CHANGED',
    });
  });

  it('are shipped once they are confirmed', () => {
    const shipped = [reservation('StockShipped'), ...counted('UnitsShipped')];
    expect(pieces.confirm(given([...shelves, ...held]), terms)).to.deep.equal(shipped);
  });

  it('are there again once they are released, and a second release changes nothing', () => {
    const released = [reservation('StockReleased'), ...counted('UnitsReleased')];
    expect(pieces.release(given([...shelves, ...held]), giveback)).to.deep.equal(released);
    expect(pieces.release(given([...shelves, ...held, ...released]), giveback)).to.deep.equal([]);
    expect(pieces.release(given(shelves), giveback)).to.deep.equal([]);
  });

  it('cannot be confirmed where nothing is held, nor held twice: that is a bug of the protocol', () => {
    expect(() => pieces.confirm(given(shelves), terms)).to.throw('nothing is reserved');
    expect(() => pieces.hold(given([...shelves, ...held]), terms)).to.throw('has a reservation already');
  });

  it('name every stream that they write', () => {
    expect(pieces.streams(wanted)).to.have.members([...new Set(held.map(({ stream }) => stream))]);
  });
});

const acts = ['quote', 'hold', 'confirm', 'release'] as const;

interface Act {
  readonly orderId: string;
  readonly lamps: number;
  readonly what: (typeof acts)[number];
}

describe('pieces under any protocol', () => {
  const act: fc.Arbitrary<Act> = fc.record({
    orderId: fc.constantFrom('o1', 'o2', 'o3'),
    lamps: fc.integer({ min: 1, max: 4 }),
    what: fc.constantFrom(...acts),
  });

  /** What the act leads to; nothing where it is impossible. */
  const eventsOf = (past: readonly InventoryEvent[], { orderId, lamps, what }: Act) => {
    const states = given(past);
    const order = orderOf(orderId, lamps);
    try {
      if (what === 'quote') pieces.quote(states, order);
      if (what === 'release') return pieces.release(states, { wanted: order, reason: 'X' });
      if (what === 'confirm') return pieces.confirm(states, order);
      const hold = pieces.hold(states, order);
      return what === 'hold' && hold.ok ? hold.events : [];
    } catch {
      return [];
    }
  };

  it('are conserved whatever is quoted, held, confirmed and released in whatever order', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), fc.integer({ min: 0, max: 6 }), (all, onHand) => {
        const events: InventoryEvent[] = [shelf('lamp', onHand, 500), shelf('desk', 3, 9000)];
        for (const each of all) {
          events.push(...eventsOf(events, each));
          const stock = asStock(given(events)['stock-lamp']);
          const { available = NaN, reserved = NaN, shipped = NaN } = stock ?? {};
          expect(available + reserved + shipped).to.equal(onHand);
          expect(Math.min(available, reserved, shipped)).to.be.at.least(0);
        }
      }),
    );
  });
});
