// What the lists have to show, made of real events of each kind.
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { CommitsByService } from '../client/documents.ts';
import { commitOf, event } from '../testing/made-up-facts.ts';
import { historyOf } from '../checker/history.ts';
import { rebuiltFrom } from './read-models.ts';

const lines = [{ sku: 'lamp', quantity: 2 }];
const priced = [{ sku: 'lamp', quantity: 2, unitPrice: 300 }];
const note = (stream: string, version: number) => event(stream, version, 'CommandAnswered', {});

/** An order whose money was refused; of the saga only its start. */
const commits: CommitsByService = {
  ...ofEveryService(() => []),
  'saga-orchestrator': [
    commitOf('OrderPlaced', [
      event('saga-o1', 1, 'SagaStarted', {
        saga: 'order-fulfilment',
        start: { orderId: 'o1' },
        reply: { type: 'OrderPlaced', data: { customerId: 'ada', lines } },
      }),
    ]),
  ],
  'order-service': [
    commitOf('PlaceOrder', [
      event('order-o1', 1, 'OrderPlaced', { orderId: 'o1', customerId: 'ada', lines }),
      note('order-o1', 2),
    ]),
    commitOf('RejectOrder', [
      event('order-o1', 3, 'OrderRejected', { orderId: 'o1', reason: 'INSUFFICIENT_FUNDS' }),
      note('order-o1', 4),
    ]),
  ],
  'payment-service': [
    commitOf('PutAccount', [event('account-ada', 1, 'AccountAdjusted', { opening: 5, by: 'grace' })]),
    commitOf('ChargePayment', [
      event('payment-o1', 1, 'PaymentDeclined', { orderId: 'o1', reason: 'INSUFFICIENT_FUNDS' }),
      note('payment-o1', 2),
    ]),
  ],
  'inventory-service': [
    commitOf('ReserveStock', [
      event('reservation-o1', 1, 'StockReserved', { orderId: 'o1', lines: priced }),
      event('stock-lamp', 2, 'UnitsReserved', { orderId: 'o1', quantity: 2 }),
    ]),
    commitOf('PutStock', [
      event('stock-lamp', 1, 'StockAdjusted', { onHand: 5, unitPrice: 300, by: 'grace' }),
    ]),
  ],
};

const ids = { customers: ['ada', 'eve'], skus: ['lamp'], orders: ['o1', 'o2'] };

describe('Read models, made anew', () => {
  it('show what their streams add up to, in the order of versions', () => {
    const { orders, payments, reservations, accounts, stock } = rebuiltFrom(historyOf(commits), ids);
    expect([...orders]).to.deep.equal([
      [
        'o1',
        {
          orderId: 'o1',
          customerId: 'ada',
          lines,
          placedAt: '1970-01-01T00:00:00.000Z',
          status: 'REJECTED',
          protocol: 'saga',
          cancelRequested: false,
          reason: 'INSUFFICIENT_FUNDS',
          version: 4,
        },
      ],
    ]);
    expect([...payments.values()]).to.deep.equal([
      { orderId: 'o1', status: 'DECLINED', reason: 'INSUFFICIENT_FUNDS', version: 2 },
    ]);
    expect([...reservations.values()]).to.deep.equal([
      { orderId: 'o1', status: 'RESERVED', lines: priced, version: 1 },
    ]);
    expect([...accounts.values()]).to.deep.equal([
      { customerId: 'ada', opening: 5, balance: 5, charged: 0, refunded: 0, held: 0, version: 1 },
    ]);
    expect([...stock.values()]).to.deep.equal([
      { sku: 'lamp', onHand: 5, available: 3, reserved: 2, shipped: 0, unitPrice: 300, version: 2 },
    ]);
  });

  it('show a saga with what is left of it', () => {
    const { sagas } = rebuiltFrom(historyOf(commits), ids);
    expect(sagas.get('o1')).to.deep.include({ sagaId: 'o1', status: 'RUNNING', version: 1 });
  });

  it('show of a history that cannot be folded what no list shows', () => {
    const strange = commitOf('Other', [event('payment-o1', 1, 'PaymentForgotten', {})]);
    const { payments } = rebuiltFrom(historyOf({ ...commits, 'payment-service': [strange] }), ids);
    expect(payments.get('o1')).to.have.property('cannotBeFolded').that.includes('PaymentForgotten');
  });
});
