import { expect } from 'chai';
import { median, perEach, spreadOf } from './nested.ts';

describe('Figures', () => {
  it('of several runs come to the median of each, with its spread', () => {
    const runs = [
      { perSecond: 90, cpuMs: { broker: 2, mongo: 7 } },
      { perSecond: 130, cpuMs: { broker: 1, mongo: 9 } },
      { perSecond: 100, cpuMs: { broker: 3, mongo: 8 } },
    ];
    expect(spreadOf(runs)).to.deep.equal({
      median: { perSecond: 100, cpuMs: { broker: 2, mongo: 8 } },
      least: { perSecond: 90, cpuMs: { broker: 1, mongo: 7 } },
      most: { perSecond: 130, cpuMs: { broker: 3, mongo: 9 } },
    });
  });

  it('are made of those runs that have them', () => {
    const runs: { messages?: number }[] = [{}, { messages: 9 }];
    expect(spreadOf(runs).median).to.deep.equal({ messages: 9 });
  });

  it('between two readings are what was counted for each', () => {
    expect(perEach({ a: 10, b: { c: 1 } }, { a: 30, b: { c: 2 } }, 10)).to.deep.equal({
      a: 2,
      b: { c: 0.1 },
    });
  });

  it('have a median of an even number, too', () => {
    expect([median([3, 1, 2]), median([4, 1]), median([5])]).to.deep.equal([2, 2.5, 5]);
    expect(median([])).to.deep.equal(Number.NaN);
  });
});
