// Sums up to any value, whatever the order in which what they are made of came.
import { expect } from 'chai';
import { joined, NOTHING, ranges } from './ranges.ts';
import { openMoments } from './tables.ts';

describe('Sums over ranges', () => {
  it('come to the same as adding up everything below, also of what came late and far away', () => {
    const db = openMoments(':memory:');
    const sums = ranges(db);
    const values = [
      5,
      64,
      63,
      4_096,
      4_095,
      262_144,
      7,
      1_700_000_000_123,
      2 ** 53 - 1,
      64 * 64 + 70,
      5,
      100,
    ];
    const summaries = values.map((value, n) => ({
      commits: 1,
      lamport: value,
      instant: value,
      sums: { [`orders ${n % 3}`]: n - 4 },
    }));
    for (const [n, summary] of summaries.entries()) {
      sums.add(summary);
      if (n % 4 === 3) sums.flush();
    }
    for (const value of values.flatMap((each) => [each - 1, each, each + 1])) {
      const { summary, from } = sums.below('instant', value);
      expect(value - from).to.be.within(0, 63);
      const expected = summaries.filter(({ instant }) => instant < from).reduce(joined, NOTHING);
      expect(summary, `below ${value}`).to.deep.equal(expected);
    }
    db.close();
  });
});
