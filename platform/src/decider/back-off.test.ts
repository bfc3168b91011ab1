import { expect } from 'chai';
import { backOff, firstWait } from './back-off.ts';

describe('The back-off', () => {
  it('doubles from the first wait up to the longest', () => {
    const waits = [1, 2, 3, 4, 5, 99].map((failures) => backOff(failures, { first: 100, most: 1_000 }));
    expect(waits).to.deep.equal([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('is spread evenly around its place, by a fifth unless told otherwise', () => {
    const chances = [0, 0.25, 0.5, 0.75];
    const spread = (by?: number) =>
      chances.map((chance) =>
        backOff(1, { first: 1_000, most: 1_000, ...(by !== undefined && { spread: by }) }, chance),
      );
    expect(spread()).to.deep.equal([800, 900, 1_000, 1_100]);
    expect(spread(0.5)).to.deep.equal([500, 750, 1_000, 1_250]);
    expect(spread(0)).to.deep.equal([1_000, 1_000, 1_000, 1_000]);
  });

  it('stays a number, however often it failed', () => {
    expect(backOff(5_000, { first: 1, most: 60_000 }, 0.999)).to.be.within(48_000, 72_000);
  });

  it('begins with four times the slowest answer, but not with less than usual nor with more than eight times that', () => {
    const waits = [0, 25, 26, 100, 200, 201, 60_000].map((slowestMs) => firstWait(100, slowestMs));
    expect(waits).to.deep.equal([100, 100, 104, 400, 800, 800, 800]);
  });
});
