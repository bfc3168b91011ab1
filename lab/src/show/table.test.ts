import { expect } from 'chai';
import { accountTable, stockTable, table } from './table.ts';

describe('Tables', () => {
  it('put words to the left and numbers to the right', () => {
    expect(table(['name', 'n'], [['lamp', 5] as const, ['x', 12_000] as const])).to.deep.equal([
      'name        n',
      '----   ------',
      'lamp        5',
      'x      12,000',
    ]);
  });

  it('show an account before and after', () => {
    const before = {
      customerId: 'ada',
      opening: 900,
      balance: 900,
      charged: 0,
      refunded: 0,
      held: 0,
      version: 1,
    };
    const after = { ...before, balance: 400, charged: 700, refunded: 200 };
    expect(accountTable([{ before, after }])).to.deep.equal([
      'account   before   charged   refunded   after',
      '-------   ------   -------   --------   -----',
      'ada          900       700        200     400',
    ]);
  });

  it('show stock before and after', () => {
    const before = {
      sku: 'lamp',
      onHand: 5,
      available: 5,
      reserved: 0,
      shipped: 0,
      unitPrice: 100,
      version: 1,
    };
    const after = { ...before, available: 2, reserved: 1, shipped: 2 };
    expect(stockTable([{ before, after }])).to.deep.equal([
      'stock   before   reserved   shipped   after',
      '-----   ------   --------   -------   -----',
      'lamp         5          1         2       2',
    ]);
  });
});
