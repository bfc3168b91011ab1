import { expect } from 'chai';
import { sagaThatIs } from '../testing/made-up-answers.ts';
import type { Made } from '../testing/made-up-facts.ts';
import {
  commitOf,
  completed,
  compensated,
  event,
  judged,
  violatedBy,
  withCommits,
  withOrder,
} from '../testing/made-up-facts.ts';

describe('I-3, every saga ends, turns red', () => {
  it('when a saga is stuck, and says of I-4 that it is open', () => {
    const made = withOrder(completed(), { saga: sagaThatIs('o1', 'RUNNING') });
    expect(violatedBy(made)).to.deep.equal(['I-3']);
    expect(judged(made).find(({ invariant }) => invariant === 'I-4')?.state).to.equal('open');
  });

  it('when an accepted order has no saga', () => {
    expect(violatedBy(withOrder(completed(), { saga: undefined }))).to.deep.equal(['I-3']);
  });
});

describe('I-4, agreement, turns red', () => {
  const orderOf = (made: Made, status: 'PENDING' | 'APPROVED', total = 600) => {
    const order = made.orders[0]?.order;
    return withOrder(made, { order: order && { ...order, status, total } });
  };
  const charge = commitOf(
    'ChargePayment',
    [event('account-ada', 1, 'AmountCharged', { orderId: 'o1', amount: 600 })],
    { correlationId: 'o1' },
  );
  const disagreeing: Readonly<Record<string, () => Made>> = {
    'the order is not approved': () => orderOf(completed(), 'PENDING'),
    'the total is not what was charged': () => orderOf(completed(), 'APPROVED', 599),
    'a completed order is not charged': () =>
      withOrder(completed(), { payment: { orderId: 'o1', status: 'REFUNDED', version: 1 } }),
    'a completed order is not shipped': () =>
      withOrder(completed(), { reservation: { orderId: 'o1', status: 'RESERVED', version: 1 } }),
    'a compensated order is charged': () =>
      withOrder(compensated(), { payment: { orderId: 'o1', status: 'CHARGED', version: 1 } }),
    'a compensated order still holds stock': () =>
      withOrder(compensated(), { reservation: { orderId: 'o1', status: 'RESERVED', version: 1 } }),
    'a compensated order is not rejected': () => orderOf(compensated(), 'PENDING'),
    'what a compensated saga charged was not refunded': () =>
      withCommits(compensated(), 'payment-service', () => [charge]),
  };
  for (const [why, made] of Object.entries(disagreeing))
    it(`when ${why}`, () => {
      expect(violatedBy(made())).to.deep.equal(['I-4']);
    });
});
