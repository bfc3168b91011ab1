import { expect } from 'chai';
import { completed, event, findingsOf, happened, violatedBy } from '../testing/made-up-facts.ts';

describe('I-1, money, turns red', () => {
  it('when a balance does not add up', () => {
    const made = completed();
    const accounts = made.accounts.map((account) => ({ ...account, balance: 500 }));
    expect(violatedBy({ ...made, accounts })).to.deep.equal(['I-1']);
  });

  it('when REST says something else than the history', () => {
    const made = completed();
    const accounts = made.accounts.map((account) => ({ ...account, charged: 0, balance: 1000 }));
    expect(violatedBy({ ...made, accounts })).to.deep.equal(['I-1']);
  });

  it('when an account was below zero for a moment', () => {
    const loan = (type: string, version: number, orderId: string) =>
      happened('payment-service', `Loan${version}`, [
        event('account-ada', version, type, { orderId, amount: 500 }),
      ]);
    const made = loan('AmountRefunded', 4, 'x')(loan('AmountCharged', 3, 'x')(completed()));
    const accounts = made.accounts.map((account) => ({ ...account, charged: 1100, refunded: 500 }));
    expect(findingsOf({ ...made, accounts }, 'I-1')).to.deep.equal([
      'account-ada was at -100 after event 3 (AmountCharged).',
    ]);
  });
});

describe('I-1, money, that is held', () => {
  const moved = (version: number, type: string, amount: number) =>
    event('account-ada', version, type, { orderId: 'o2', amount });
  const findings = (events: readonly ReturnType<typeof moved>[], said: object) => {
    const made = happened('payment-service', 'Prepare', [...events])(completed());
    return findingsOf({ ...made, accounts: made.accounts.map((one) => ({ ...one, ...said })) }, 'I-1');
  };
  const [held, captured] = [moved(3, 'AmountHeld', 300), moved(4, 'AmountCaptured', 300)];

  it('holds while it is set aside, once it is charged, and once it is given back', () => {
    expect(findings([held], { balance: 100, held: 300 })).to.deep.equal([]);
    expect(findings([held, captured], { balance: 100, charged: 900 })).to.deep.equal([]);
    expect(findings([held, moved(4, 'AmountReleased', 300)], {})).to.deep.equal([]);
  });

  it('turns red when it is charged and stays held, or when more is released than was held', () => {
    expect(findings([held, captured], { balance: 100, held: 300 })).to.have.lengthOf(2);
    expect(findings([held, moved(4, 'AmountReleased', 400)], {})).to.include(
      'account-ada had -100 held after event 4 (AmountReleased).',
    );
  });

  it('is nothing in facts from before there were holds', () => {
    expect(findings([], { held: undefined })).to.deep.equal([]);
  });
});

describe('I-1, money, of an account that was brought back', () => {
  const back = (opening: number, undone: readonly string[], undoneSince = false) => {
    const made = happened('payment-service', 'RestoreAccount', [
      {
        ...event('account-ada', 3, 'AccountRestored', { toVersion: 1, opening, undone, undoneSince }),
        schemaVersion: 2,
      },
    ])(completed());
    const accounts = made.accounts.map((account) => ({ ...account, opening, balance: opening - 600 }));
    return findingsOf({ ...made, accounts }, 'I-1');
  };

  it('holds when the balance is that of then, and its order has ended', () => {
    expect(back(1600, ['o1'])).to.deep.equal([]);
    expect(back(1600, [], true)).to.deep.equal([]);
  });

  it('turns red when it is another one', () => {
    expect(back(1601, ['o1'])).to.deep.equal([
      'account-ada: event 3 (AccountRestored) to version 1 leaves 1001, and should leave 1000.',
    ]);
  });

  it('turns red when the money of an order is counted twice', () => {
    expect(back(1600, [])).to.deep.equal([
      'account-ada: event 3 (AccountRestored) to version 1 counts twice what order o1 holds.',
    ]);
  });
});

describe('I-2, stock that was brought back, turns red', () => {
  const back = (toVersion: number, onHand: number, more: object = {}) => {
    const made = happened('inventory-service', 'RestoreStock', [
      event('stock-lamp', 4, 'StockRestored', { toVersion, onHand, unitPrice: 300, ...more }),
    ])(completed());
    const stock = made.stock.map((item) => ({ ...item, onHand, available: onHand - 2 }));
    return findingsOf({ ...made, stock }, 'I-2');
  };

  it('when other pieces are available than then', () => {
    expect(back(1, 7)).to.deep.equal([]);
    expect(back(2, 5)).to.deep.equal([]);
    expect(back(1, 8)).to.deep.equal([
      'stock-lamp: event 4 (StockRestored) to version 1 leaves 6, and should leave 5.',
    ]);
  });

  it('when an order was undone as a whole, and its pieces are not all there', () => {
    const undone = { undone: ['o1'] };
    expect(back(3, 7, undone)).to.deep.equal([]);
    expect(back(3, 5, undone)).to.deep.equal([
      'stock-lamp: event 4 (StockRestored) to version 3 leaves 3, and should leave 5.',
    ]);
  });

  it('when there was no such version', () => {
    expect(back(9, 7)).to.deep.equal([
      'stock-lamp: event 4 (StockRestored) to version 9, which was not there.',
    ]);
  });
});

describe('I-2, stock whose history was corrected', () => {
  type Correction = readonly [onHand: number, corrects: object];
  const findings = (...corrections: readonly Correction[]) => {
    const made = corrections.reduce(
      (before, [onHand, corrects], n) =>
        happened('inventory-service', `CorrectStock${n}`, [
          event('stock-lamp', 4 + n, 'StockCorrected', { onHand, unitPrice: 300, corrects }),
        ])(before),
      completed(),
    );
    const onHand = corrections.at(-1)?.[0] ?? 5;
    const stock = made.stock.map((item) => ({ ...item, onHand, available: onHand - 2 }));
    return findingsOf({ ...made, stock }, 'I-2');
  };

  it('holds when the figures are those that the corrected history says', () => {
    expect(findings([7, { kind: 'WRONG', version: 1, onHand: 7 }])).to.deep.equal([]);
    expect(
      findings([7, { kind: 'WRONG', version: 1, onHand: 7 }], [8, { kind: 'WRONG', version: 4, onHand: 8 }]),
    ).to.deep.equal([]);
    expect(
      findings([7, { kind: 'WRONG', version: 1, onHand: 7 }], [5, { kind: 'FALSE', version: 4 }]),
    ).to.deep.equal([]);
    expect(findings([9, { kind: 'FORGOTTEN', validFrom: 1e15, onHand: 9 }])).to.deep.equal([]);
    expect(findings([5, { kind: 'FORGOTTEN', validFrom: -1, onHand: 9 }])).to.deep.equal([]);
  });

  it('turns red when they are others', () => {
    expect(findings([8, { kind: 'WRONG', version: 1, onHand: 7 }])).to.deep.equal([
      'stock-lamp: event 4 (StockCorrected) leaves onHand 8, and its corrected history says 7.',
    ]);
    expect(
      findings([7, { kind: 'WRONG', version: 1, onHand: 7 }], [7, { kind: 'FALSE', version: 4 }]),
    ).to.deep.equal([
      'stock-lamp: event 5 (StockCorrected) leaves onHand 7, and its corrected history says 5.',
    ]);
    expect(findings([9, { kind: 'FORGOTTEN', validFrom: -1, onHand: 9 }])).to.have.length(1);
  });

  it('is judged, and not gone round in for ever, where a correction is about itself', () => {
    expect(findings([5, { kind: 'WRONG', version: 4, onHand: 7 }])).to.deep.equal([]);
  });
});

describe('I-1, money, of an account whose history was corrected', () => {
  const findings = (opening: number, corrects: object) => {
    const made = happened('payment-service', 'CorrectAccount', [
      event('account-ada', 3, 'AccountCorrected', { opening, corrects }),
    ])(completed());
    const accounts = made.accounts.map((account) => ({ ...account, opening, balance: opening - 600 }));
    return findingsOf({ ...made, accounts }, 'I-1');
  };

  it('holds when a difference is what was settled, and turns red when it is not', () => {
    expect(findings(1050, { kind: 'DIFFERENCE', orderId: 'o1', amount: 50 })).to.deep.equal([]);
    expect(findings(1051, { kind: 'DIFFERENCE', orderId: 'o1', amount: 50 })).to.deep.equal([
      'account-ada: event 3 (AccountCorrected) leaves opening 1051, and its corrected history says 1050.',
    ]);
  });
});

describe('I-2, stock, turns red', () => {
  it('when a piece is missing', () => {
    const made = completed();
    const stock = made.stock.map((item) => ({ ...item, available: 2 }));
    expect(violatedBy({ ...made, stock })).to.deep.equal(['I-2']);
  });

  it('when more was reserved than there was', () => {
    const greedy = happened('inventory-service', 'Greedy', [
      event('stock-lamp', 4, 'UnitsReserved', { orderId: 'x', quantity: 4 }),
      event('stock-lamp', 5, 'UnitsReleased', { orderId: 'x', quantity: 4 }),
    ]);
    expect(findingsOf(greedy(completed()), 'I-2')).to.deep.equal([
      'stock-lamp had -1 available, 4 reserved after event 4 (UnitsReserved).',
    ]);
  });
});
