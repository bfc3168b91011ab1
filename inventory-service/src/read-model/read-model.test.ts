// What can be read of stock and reservations.
import { projected } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { reservations } from './reservations.ts';
import { stock } from './stock.ts';

const lines = [{ sku: 'lamp', quantity: 2, unitPrice: 500 }];
const reserved = { type: 'StockReserved', data: { orderId: 'o1', lines } };
const note = { type: 'CommandAnswered', data: {} };

describe('the stock to read', () => {
  it('counts what is available, reserved and shipped', () => {
    const document = projected(stock, [
      { type: 'StockAdjusted', data: { onHand: 10, unitPrice: 500 } },
      { type: 'UnitsReserved', data: { orderId: 'o1', quantity: 3 } },
      { type: 'UnitsReserved', data: { orderId: 'o2', quantity: 2 } },
      { type: 'UnitsReleased', data: { orderId: 'o2', quantity: 2 } },
      { type: 'UnitsShipped', data: { orderId: 'o1', quantity: 3 } },
    ]);
    expect(document).to.deep.include({ onHand: 10, available: 7, reserved: 0, shipped: 3, unitPrice: 500 });
    expect(document).to.deep.include({ version: 5 });
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(stock, [{ type: 'StockPainted', data: {} }])).to.throw('StockPainted');
  });
});

describe('the reservation to read', () => {
  it('shows the lines with their prices, to the end', () => {
    const end = projected(reservations, [
      reserved,
      note,
      { type: 'StockShipped', data: { orderId: 'o1' } },
      note,
    ]);
    expect(end).to.deep.include({ status: 'SHIPPED', lines });
  });

  it('shows what was given back', () => {
    const end = projected(reservations, [reserved, note, { type: 'StockReleased', data: { orderId: 'o1' } }]);
    expect(end).to.deep.include({ status: 'RELEASED', lines });
  });

  it('shows why nothing was reserved', () => {
    const data = { orderId: 'o1', reason: 'OUT_OF_STOCK', sku: 'lamp' };
    const document = projected(reservations, [{ type: 'StockInsufficient', data }, note]);
    expect(document).to.deep.include({ status: 'INSUFFICIENT', reason: 'OUT_OF_STOCK', sku: 'lamp' });
  });

  it('is not there where only the barrier left a note', () => {
    expect(projected(reservations, [note])).to.equal(undefined);
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(reservations, [{ type: 'StockPainted', data: {} }])).to.throw('StockPainted');
  });
});
