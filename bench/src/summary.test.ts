import { expect } from 'chai';
import { summary } from './summary.ts';

describe('The summary of a load', () => {
  it('counts from the first order to the last completion, and ranks each saga by its own time', () => {
    const spans = Array.from({ length: 100 }, (_, n) => ({ from: n * 10, to: n * 10 + n + 1 }));
    expect(summary(5, spans)).to.deep.equal({
      atOnce: 5,
      sagas: 100,
      perSecond: 100_000 / 1_090,
      p50: 50,
      p95: 95,
      p99: 99,
    });
  });

  it('refuses to sum up nothing', () => {
    expect(() => summary(1, [])).to.throw('no saga completed');
  });
});
