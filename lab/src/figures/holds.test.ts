import { expect } from 'chai';
import { historyOf } from '../checker/history.ts';
import { orderUnder, TOTAL } from '../testing/order-under.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { heldFor, holdsOf } from './holds.ts';

const endsUnder = async (protocol: string, opening: number) =>
  holdsOf(historyOf(await orderUnder(protocol, opening)), 'o1').map(({ at, end }) => [at, end?.as]);

describe('What an order holds', () => {
  for (const protocol of ['saga', 'choreo', 'tcc', '2pc', '3pc'])
    it(`becomes final everywhere under ${protocol} if all say yes, and is given back where it was held if not`, async () => {
      expect(await endsUnder(protocol, TOTAL)).to.deep.equal([
        ['order-service', 'kept'],
        ['inventory-service', 'kept'],
        ['payment-service', 'kept'],
      ]);
      expect(await endsUnder(protocol, 0)).to.deep.equal([
        ['order-service', 'given back'],
        ['inventory-service', 'given back'],
      ]);
    });

  it('is held from the first event to the one that ends it; what is charged at once, until the order is approved', () => {
    const told = sagaHistory()
      .client(10, 'PlaceOrder')
      .saga(11, 'OrderPlaced', ['ReserveStock'])
      .answers(20, 'ReserveStock', 'StockReserved')
      .saga(21, 'StockReserved', ['ChargePayment'])
      .answers(30, 'ChargePayment', 'PaymentCharged');
    const open = holdsOf(historyOf(told.commits), 'o1');
    expect(open.map((hold) => heldFor(hold, 100))).to.deep.equal([90, 80, 70]);
    told.saga(40, 'PaymentCharged', ['ApproveOrder']).answers(50, 'ApproveOrder', 'OrderApproved');
    const known = holdsOf(historyOf(told.commits), 'o1');
    expect(known.map((hold) => heldFor(hold, 100))).to.deep.equal([40, 80, 20]);
    expect(known.map(({ end }) => end?.as)).to.deep.equal(['kept', undefined, 'kept']);
  });
});
