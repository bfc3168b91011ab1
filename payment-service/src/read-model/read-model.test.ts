// What can be read of accounts and payments.
import { projected } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { accounts } from './accounts.ts';
import { payments } from './payments.ts';

const charged = { type: 'PaymentCharged', data: { orderId: 'o1', customerId: 'ada', amount: 300 } };
const note = { type: 'CommandAnswered', data: {} };

describe('the account to read', () => {
  it('counts what was charged and given back', () => {
    const document = projected(accounts, [
      { type: 'AccountOpened', data: { opening: 1000 } },
      { type: 'AmountCharged', data: { orderId: 'o1', amount: 300, currency: 'EUR' } },
      { type: 'AmountCharged', data: { orderId: 'o2', amount: 200, currency: 'EUR' } },
      { type: 'AmountRefunded', data: { orderId: 'o1', amount: 300, currency: 'EUR' } },
      { type: 'AccountAdjusted', data: { opening: 2000 } },
    ]);
    expect(document).to.deep.include({
      opening: 2000,
      balance: 1800,
      charged: 500,
      refunded: 300,
      version: 5,
    });
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(accounts, [{ type: 'AccountPainted', data: {} }])).to.throw('AccountPainted');
  });
});

describe('the payment to read', () => {
  it('shows what was charged and given back', () => {
    const refunded = { type: 'PaymentRefunded', data: { orderId: 'o1' } };
    expect(projected(payments, [charged, note])).to.deep.include({ status: 'CHARGED', amount: 300 });
    expect(projected(payments, [charged, note, refunded, note])).to.deep.include({
      status: 'REFUNDED',
      customerId: 'ada',
      amount: 300,
      version: 4,
    });
  });

  it('shows why it was declined', () => {
    const data = { orderId: 'o1', reason: 'INSUFFICIENT_FUNDS' };
    const document = projected(payments, [{ type: 'PaymentDeclined', data }, note]);
    expect(document).to.deep.include({ status: 'DECLINED', reason: 'INSUFFICIENT_FUNDS' });
  });

  it('is not there where only the barrier left a note', () => {
    expect(projected(payments, [note])).to.equal(undefined);
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(payments, [{ type: 'PaymentPainted', data: {} }])).to.throw('PaymentPainted');
  });
});
