import { expect } from 'chai';
import { goodsOf, isRefused, loadOf, nameOf } from './load.ts';

describe('A load', () => {
  it('says what it is', () => {
    expect(nameOf(loadOf({ atOnce: 200 }))).to.equal('200 at once');
    expect(nameOf(loadOf({ perSecond: 60 }, { refusedPercent: 20, articles: 1 }))).to.equal(
      '60/s, 20 % refused, 1 article',
    );
    expect(nameOf(loadOf({ atOnce: 50 }, { linesPerOrder: 20 }))).to.equal('50 at once, 20 lines');
  });

  it('has as many refused as it says, spread evenly', () => {
    const refused = (percent: number) =>
      Array.from({ length: 100 }, (_, n) => n).filter((n) => isRefused(n, percent));
    expect([0, 1, 20, 33, 100].map((percent) => refused(percent).length)).to.deep.equal([0, 1, 20, 33, 100]);
    expect(refused(20).slice(0, 3)).to.deep.equal([4, 9, 14]);
  });

  it('orders for customers without money what is to be refused, and from all articles in turn', () => {
    const { order, poor, skus } = goodsOf('r', loadOf({ atOnce: 1 }, { refusedPercent: 20, articles: 2 }));
    const orders = Array.from({ length: 10 }, (_, n) => order(n));
    expect(orders.filter(({ customerId }) => poor.includes(customerId))).to.have.length(2);
    expect(new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))).to.deep.equal(new Set(skus));
  });

  it('orders as many articles as an order has lines, each once', () => {
    const { order } = goodsOf('r', loadOf({ atOnce: 1 }, { articles: 5, linesPerOrder: 3 }));
    const articles = (n: number) => order(n).lines.map(({ sku }) => sku.split('-').at(-1));
    expect([0, 3, 4].map(articles)).to.deep.equal([
      ['0', '1', '2'],
      ['3', '4', '0'],
      ['4', '0', '1'],
    ]);
  });
});
