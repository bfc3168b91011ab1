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
