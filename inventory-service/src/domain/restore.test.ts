// Stock that is brought back to an earlier version of it.
import { message, specification } from '@saga-lab/platform/testing/given';
import { restorationOf } from '@saga-lab/platform/decider/restoration';
import { expect } from 'chai';
import fc from 'fast-check';
import { decider } from './decider.ts';
import { stockHolds } from './restore.ts';
import type { RestoreStock } from './restore.ts';
import { evolveStock } from './stock.ts';
import type { StockEvent } from './stock.ts';

const given = specification(decider);
const stream = 'stock-lamp';
const adjusted = (onHand: number, unitPrice = 500): StockEvent => ({
  stream,
  type: 'StockAdjusted',
  data: { onHand, unitPrice, by: 'grace' },
});
const moved = (
  type: 'UnitsReserved' | 'UnitsReleased' | 'UnitsShipped',
  quantity: number,
  orderId: string,
): StockEvent => ({ stream, type, data: { orderId, quantity } });

/** As the entry point asks for it, having read all of `events`. */
const restore = (
  events: readonly StockEvent[],
  toVersion: number,
  named: readonly string[] = [],
  undoneSince = false,
) => {
  const numbered = events.map((event, n) => ({ ...event, version: n + 1 }));
  const { state, held, undone, seen } = restorationOf(stockHolds, numbered, toVersion, {
    undone: named,
    undoneSince,
  });
  return message<RestoreStock>({
    type: 'RestoreStock',
    data: {
      sku: 'lamp',
      toVersion,
      reason: 'counted wrong',
      by: 'grace',
      seen,
      undone,
      undoneSince,
      available: state?.available ?? 0,
      unitPrice: state?.unitPrice ?? 0,
      held: held.map(({ orderId, amount }) => ({ orderId, quantity: amount })),
    },
  });
};
const restored = (toVersion: number, onHand: number, undone: readonly string[] = []): StockEvent => ({
  stream,
  type: 'StockRestored',
  data: {
    toVersion,
    onHand,
    unitPrice: 500,
    undone,
    undoneSince: false,
    reason: 'counted wrong',
    by: 'grace',
  },
});
const when = (events: readonly StockEvent[], toVersion: number, named: readonly string[] = []) =>
  given(events).when(restore(events, toVersion, named));

describe('restoring stock', () => {
  it('is refused while an order of since holds pieces, whoever says that all of these have ended', () => {
    const events = [adjusted(10), moved('UnitsReserved', 4, 'o1')];
    given(events)
      .when(restore(events, 1, [], true))
      .thenRefuses('HELD_BY_SAGAS');
    const ended = [...events, moved('UnitsShipped', 4, 'o1')];
    const back = { ...restored(1, 14), data: { ...restored(1, 14).data, undoneSince: true } } as StockEvent;
    given(ended)
      .when(restore(ended, 1, [], true))
      .then([back]);
  });

  it('brings back what was available, and the price', () => {
    when([adjusted(10), adjusted(99, 700)], 1).then([restored(1, 10)]);
  });

  it('counts back what was shipped since by orders that have ended', () => {
    when([adjusted(10), moved('UnitsReserved', 4, 'o1'), moved('UnitsShipped', 4, 'o1')], 1).then([
      restored(1, 14),
    ]);
  });

  it('leaves what orders of then hold as it is, and what has become of it since', () => {
    const holding = [adjusted(10), moved('UnitsReserved', 4, 'o1'), adjusted(20)];
    when(holding, 2).then([restored(2, 10)]);
    when([...holding, moved('UnitsReleased', 4, 'o1')], 2).then([restored(2, 10)]);
    when([...holding, moved('UnitsShipped', 4, 'o1')], 2).then([restored(2, 10)]);
  });

  it('changes nothing where all is as it was', () => {
    when([adjusted(10), moved('UnitsReserved', 4, 'o1'), moved('UnitsReleased', 4, 'o1')], 1).then([]);
    when([adjusted(10)], 1).then([]);
  });

  it('takes an order back as a whole that had taken something by then', () => {
    const shipped = [moved('UnitsReserved', 4, 'o1'), moved('UnitsShipped', 4, 'o1')];
    when([adjusted(10), ...shipped, adjusted(20)], 2, ['o1', 'another']).then([restored(2, 14, ['o1'])]);
    when([adjusted(10), moved('UnitsReserved', 4, 'o1')], 2, ['o1']).thenRefuses('HELD_BY_SAGAS');
  });

  it('is refused while an order holds what was available then, and names it', () => {
    const held = when([adjusted(10), moved('UnitsReserved', 4, 'o1'), moved('UnitsReserved', 1, 'o2')], 1);
    held.thenRefuses('HELD_BY_SAGAS');
    const { data } = restore([adjusted(10), moved('UnitsReserved', 4, 'o1')], 1);
    expect(data.held).to.deep.equal([{ orderId: 'o1', quantity: 4 }]);
  });

  it('is refused on any other version than the one that was looked at', () => {
    const events = [adjusted(10), adjusted(20)];
    given([...events, adjusted(21)])
      .when(restore(events, 1))
      .thenRefuses('CHANGED_MEANWHILE');
    given([]).when(restore(events, 1)).thenRefuses('CHANGED_MEANWHILE');
  });

  it('is refused where more would have been put on hand than can be counted', () => {
    const events = [
      adjusted(Number.MAX_SAFE_INTEGER),
      moved('UnitsReserved', 4, 'o1'),
      moved('UnitsShipped', 4, 'o1'),
    ];
    when(events, 1).thenRefuses('TOO_MANY_PIECES');
  });

  it('twice is once, and whatever happened, what was available then is available again', () => {
    const step = fc.oneof(
      fc.record({ onHand: fc.integer({ min: 50, max: 99 }), price: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ sold: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.nat(), (steps, pick) => {
        const events = steps.flatMap((each, n) =>
          'onHand' in each
            ? [adjusted(each.onHand, each.price)]
            : [moved('UnitsReserved', each.sold, `o${n}`), moved('UnitsShipped', each.sold, `o${n}`)],
        );
        const all = [adjusted(60), ...events];
        const at = (list: readonly StockEvent[]) =>
          list.reduce<ReturnType<typeof evolveStock> | undefined>(evolveStock, undefined);
        const ends = all.flatMap(({ type }, n) => (type === 'UnitsReserved' ? [] : [n + 1]));
        const toVersion = ends[pick % ends.length] ?? 1;
        const before = at(all.slice(0, toVersion));
        const { events: made } = decider.decide(
          { [stream]: { state: at(all), answered: {} } },
          restore(all, toVersion),
        );
        const after = [...all, ...(made as readonly StockEvent[])];
        const { available, unitPrice } = at(after) ?? {};
        expect({ available, unitPrice }).to.deep.equal({
          available: before?.available,
          unitPrice: before?.unitPrice,
        });
        given(after).when(restore(after, toVersion)).then([]);
      }),
    );
  });
});
