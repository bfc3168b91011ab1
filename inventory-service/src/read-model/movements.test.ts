// What the movements of a stock make: its card, and what was sold on which day.
import { projected, projectedRows } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { stock, STOCK_CARDS, stockResource } from './stock.ts';
import { sales, salesResource } from './sales.ts';
import type { SalesRow } from './sales.ts';
import { stockCardResource, stockCards } from './stock-cards.ts';
import type { StockCardLine } from './stock-cards.ts';

const DAY = 86_400_000;
const adjusted = (unitPrice: number, at = 0) => ({
  type: 'StockAdjusted',
  data: { onHand: 10, unitPrice, by: 'ada' },
  at,
});
const units = (type: string, orderId: string, quantity: number, at = 0) => ({
  type,
  data: { orderId, quantity },
  at,
});
const happened = [
  adjusted(500),
  units('UnitsReserved', 'o1', 3),
  units('UnitsReserved', 'o2', 1),
  adjusted(900, 1),
  units('UnitsReserved', 'o3', 2, 2),
  units('UnitsReleased', 'o2', 1, 3),
  units('UnitsShipped', 'o1', 3, DAY - 1),
  units('UnitsShipped', 'o3', 2, DAY - 1),
];
const byOperators = [
  {
    type: 'StockRestored',
    data: {
      toVersion: 2,
      onHand: 12,
      unitPrice: 500,
      undone: [],
      undoneSince: false,
      reason: 'r',
      by: 'ada',
    },
    at: DAY,
  },
  {
    type: 'StockCorrected',
    data: { onHand: 9, unitPrice: 400, corrects: { kind: 'FALSE', version: 4 }, reason: 'r', by: 'ada' },
    at: DAY,
  },
];
const soldIn = (events: typeof happened) =>
  projectedRows(sales, events).map((row) => salesResource.show(row as SalesRow));

describe('the stock card', () => {
  it('says after each movement how the stock was, to the last byte', () => {
    expect(stockCards.view).to.equal(STOCK_CARDS);
    const all = [...happened, ...byOperators];
    for (const [n, row] of projectedRows(stockCards, all).entries()) {
      const { version, at, document } = stockResource.milestones.foldOf(row);
      expect({ version, at }).to.deep.equal({ version: n + 1, at: all[n]?.at });
      expect(JSON.stringify(document)).to.equal(JSON.stringify(projected(stock, all.slice(0, n + 1))));
    }
  });

  it('has a line for each movement with its order, and the counts after it', () => {
    const lines = projectedRows(stockCards, happened).map((row) =>
      stockCardResource.show(row as StockCardLine),
    );
    expect(lines).to.have.length(8);
    expect(lines[1]).to.deep.include({
      version: 2,
      type: 'UnitsReserved',
      orderId: 'o1',
      quantity: 3,
      available: 7,
      reserved: 3,
    });
    expect(lines[7]).to.deep.include({ onHand: 10, available: 5, reserved: 0, shipped: 5, unitPrice: 900 });
    expect(lines[0]).not.to.have.property('orderId');
    for (const line of lines) stockCardResource.item.parse(line);
  });
});

describe('the sales of a day', () => {
  it('are what was shipped, at the prices at which it was reserved', () => {
    expect(soldIn(happened)).to.deep.equal([
      { sku: 'x', day: '1970-01-01', orders: 2, pieces: 5, amount: 3 * 500 + 2 * 900, version: 8 },
    ]);
    for (const row of soldIn(happened)) salesResource.item.parse(row);
  });

  it('begin anew with the next day, and leave the day before as it was', () => {
    const later = [units('UnitsReserved', 'o4', 1, DAY - 1), units('UnitsShipped', 'o4', 1, DAY)];
    expect(
      soldIn([...happened, ...later]).map(({ day, pieces, amount }) => [day, pieces, amount]),
    ).to.deep.equal([
      ['1970-01-01', 5, 3_300],
      ['1970-01-02', 1, 900],
    ]);
  });

  it('remember the price of running orders only', () => {
    expect(projected(sales, happened)?.held).to.deep.equal([]);
    expect(projected(sales, happened.slice(0, 3))?.held).to.deep.equal([
      { orderId: 'o1', unitPrice: 500 },
      { orderId: 'o2', unitPrice: 500 },
    ]);
  });
});
