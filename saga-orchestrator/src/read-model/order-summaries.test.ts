// One order for one screen, told by all services.
import { projected } from '@saga-lab/platform/testing/projected';
import { expect } from 'chai';
import { orderSummaries, orderSummaryResource } from './order-summaries.ts';

const lines = [{ sku: 'lamp', quantity: 2 }];
const priced = [{ sku: 'lamp', quantity: 2, unitPrice: 300 }];
const placed = {
  type: 'SagaStarted',
  data: {
    saga: 'order-fulfilment',
    reply: { type: 'OrderPlaced', data: { orderId: 'x', customerId: 'ada', lines } },
  },
};
const sent = (step: string, operation = 'action') => ({
  type: 'CommandSent',
  data: { step, operation, command: 'Do', attempt: 1, waitUntil: 9 },
});
const done = (step: string, type: string, data: object) => ({
  type: 'StepSucceeded',
  data: { step, reply: { type, data } },
});
const reserved = done('reserve-stock', 'StockReserved', { orderId: 'x', lines: priced });

const shown = (happened: Parameters<typeof projected>[1]) => {
  const document = projected(orderSummaries, happened) ?? expect.fail('it is not there');
  return orderSummaryResource.item.parse(orderSummaryResource.show(document));
};
const states = ({ steps }: ReturnType<typeof shown>) => steps.map(({ step, state }) => `${step} ${state}`);

describe('the summary of an order', () => {
  it('shows the order with its customer, prices as soon as they are known, and what is left', () => {
    const summary = shown([placed, sent('reserve-stock'), reserved, sent('charge-payment')]);
    expect(summary).to.deep.include({
      orderId: 'x',
      customerId: 'ada',
      lines: priced,
      status: 'RUNNING',
      version: 4,
    });
    expect(states(summary)).to.deep.equal(['place-order DONE', 'reserve-stock DONE']);
    expect(summary.left.map(({ step }) => step)).to.deep.equal([
      'charge-payment',
      'approve-order',
      'ship-stock',
    ]);
  });

  it('shows the total once the order is approved', () => {
    const approved = done('approve-order', 'OrderApproved', { orderId: 'x', total: 600 });
    const end = shown([placed, sent('approve-order'), approved, { type: 'SagaCompleted', data: {} }]);
    expect(end).to.deep.include({ status: 'COMPLETED', total: 600, left: [] });
  });

  it('shows what was refused and undone, and why', () => {
    const summary = shown([
      placed,
      sent('reserve-stock'),
      reserved,
      sent('charge-payment'),
      {
        type: 'StepRefused',
        data: { step: 'charge-payment', reply: 'PaymentDeclined', reason: 'INSUFFICIENT_FUNDS' },
      },
      { type: 'CompensationStarted', data: { from: 'reserve-stock', reason: 'INSUFFICIENT_FUNDS' } },
      sent('reserve-stock', 'compensation'),
      { type: 'StepCompensated', data: { step: 'reserve-stock', reply: 'StockReleased', answer: 'APPLIED' } },
      { type: 'SagaCompensated', data: { reason: 'INSUFFICIENT_FUNDS' } },
    ]);
    expect(summary).to.deep.include({ status: 'COMPENSATED', reason: 'INSUFFICIENT_FUNDS' });
    expect(states(summary)).to.deep.equal([
      'place-order DONE',
      'charge-payment REFUSED',
      'reserve-stock UNDONE',
    ]);
  });

  it('is not there before the saga has started', () => {
    expect(
      projected(orderSummaries, [{ type: 'AbortRequested', data: { by: 'ada', reason: 'X' } }]),
    ).to.equal(undefined);
  });

  it('stops at an event that it does not know', () => {
    expect(() => projected(orderSummaries, [placed, { type: 'SagaPainted', data: {} }])).to.throw(
      'SagaPainted',
    );
  });
});
