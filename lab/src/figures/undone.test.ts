import { expect } from 'chai';
import { ofEveryService } from '@saga-lab/contracts/services';
import { historyOf } from '../checker/history.ts';
import { orderUnder, TOTAL } from '../testing/order-under.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { dirtyReads, turnedAway } from './undone.ts';

describe('Dirty reads', () => {
  it('are versions of stock and accounts in which something is that is undone later', async () => {
    // Reserved, and given back by the version after that.
    expect(dirtyReads(historyOf(await orderUnder('saga', 0)))).to.equal(1);
    expect(dirtyReads(historyOf(await orderUnder('2pc', 0)))).to.equal(1);
  });

  it('are none where all that was seen stayed true', async () => {
    for (const protocol of ['saga', 'choreo', 'tcc', '2pc'])
      expect(dirtyReads(historyOf(await orderUnder(protocol, TOTAL)))).to.equal(0);
  });
});

/** One order holds the last piece from 10 to `end`, another one is told at 20 that there is none. */
const twoOrders = (end: number, as: 'StockReleased' | 'StockShipped') => {
  const first = sagaHistory('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(10, 'ReserveStock', 'StockReserved')
    .answers(end, as === 'StockReleased' ? 'ReleaseStock' : 'ShipStock', as);
  const second = sagaHistory('o2')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(20, 'ReserveStock', 'StockInsufficient', {
      refused: true,
      data: { orderId: 'o2', reason: 'OUT_OF_STOCK' },
    });
  return historyOf(ofEveryService((service) => [first, second].flatMap(({ commits }) => commits[service])));
};

describe('An order is turned away', () => {
  it('if what it wanted was held by another one, and given back later', () => {
    expect(turnedAway(twoOrders(30, 'StockReleased'), ['o1', 'o2'])).to.equal(1);
  });

  it('and not if that became final, or had been given back before', () => {
    expect(turnedAway(twoOrders(30, 'StockShipped'), ['o1', 'o2'])).to.equal(0);
    expect(turnedAway(twoOrders(15, 'StockReleased'), ['o1', 'o2'])).to.equal(0);
  });
});
