import { expect } from 'chai';
import { percentilesOf } from './percentiles.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, at) => n - at);

describe('Percentiles', () => {
  it('are values that were measured, by nearest rank', () => {
    expect(percentilesOf(upTo(100))).to.deep.equal({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentilesOf(upTo(10))).to.deep.equal({ p50: 5, p95: 10, p99: 10, max: 10 });
    expect(percentilesOf([7])).to.deep.equal({ p50: 7, p95: 7, p99: 7, max: 7 });
  });

  it('do not depend on the order of the values, nor change them', () => {
    const values = [30, 4, 100, 2];
    expect(percentilesOf(values)).to.deep.equal({ p50: 4, p95: 100, p99: 100, max: 100 });
    expect(values).to.deep.equal([30, 4, 100, 2]);
  });

  it('of nothing are nothing', () => {
    expect(percentilesOf([])).to.equal(undefined);
  });
});
