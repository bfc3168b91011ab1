import { expect } from 'chai';
import { historyOf } from '../checker/history.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { outcomeOf } from './order-outcome.ts';

const reserved = () =>
  sagaHistory()
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockReserved')
    .saga(3, 'StockReserved', ['ChargePayment']);
const approved = () =>
  reserved()
    .answers(4, 'ChargePayment', 'PaymentCharged')
    .saga(5, 'PaymentCharged', ['ApproveOrder'])
    .answers(6, 'ApproveOrder', 'OrderApproved')
    .saga(7, 'OrderApproved', ['ShipStock']);

const outcome = (
  { commits }: ReturnType<typeof sagaHistory>,
  asked: Partial<Parameters<typeof outcomeOf>[1]> = {},
) => outcomeOf(historyOf(commits), { orderId: 'o1', protocol: 'saga', ...asked });

describe('How an order ends for all whom it concerns', () => {
  it('is approved where all have made it final, and rejected where all have given back what they had', () => {
    const all = approved().answers(8, 'ShipStock', 'StockShipped').notes(9, 'StockShipped', 'SagaCompleted');
    expect(outcome(all)).to.equal('approved');
    const none = reserved()
      .answers(4, 'ChargePayment', 'PaymentDeclined', { refused: true })
      .saga(5, 'PaymentDeclined', ['ReleaseStock'])
      .answers(6, 'ReleaseStock', 'StockReleased')
      .saga(7, 'StockReleased', ['RejectOrder'])
      .answers(8, 'RejectOrder', 'OrderRejected')
      .notes(9, 'OrderRejected', 'SagaCompensated');
    expect(outcome(none)).to.equal('rejected');
  });

  it('is blocked while somebody still holds something, unless only those do who are not there', () => {
    expect(outcome(approved())).to.equal('blocked');
    expect(outcome(approved(), { absent: ['inventory-service'] })).to.equal('approved');
  });

  it('is split where one has made final what another has given back, or never had', () => {
    const given = approved().answers(8, 'ShipStock', 'StockReleased');
    expect(outcome(given)).to.equal('split');
    const never = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(1, 'OrderPlaced', ['ApproveOrder'])
      .answers(2, 'ApproveOrder', 'OrderApproved');
    expect(outcome(never)).to.equal('split');
  });

  it('is split, too, where the coordinator has decided otherwise, as far as it is there', () => {
    const told = approved()
      .answers(8, 'ShipStock', 'StockShipped')
      .notes(9, 'StockShipped', 'SagaCompensated');
    expect(outcome(told)).to.equal('split');
    expect(outcome(told, { absent: ['saga-orchestrator'] })).to.equal('approved');
  });

  it('is half, and no secret, where a hold has lapsed', () => {
    const lapsed = approved()
      .answers(8, 'ShipStock', 'StockReleased')
      .amend('inventory-service', {
        events: [
          { stream: 'reservation-o1', version: 2, type: 'StockReleased', schemaVersion: 1, data: {} },
          { stream: 'tcc-o1', version: 2, type: 'Lapsed', schemaVersion: 1, data: {} },
        ],
      });
    expect(outcome(lapsed)).to.equal('half');
  });
});
