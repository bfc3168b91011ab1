import { expect } from 'chai';
import { newPace } from './ahead.ts';

const paceAfter = (...cells: readonly (readonly [tookMs: number, openedMs?: number])[]): number => {
  const pace = newPace();
  for (const cell of cells) pace.note(...cell);
  return pace.ahead();
};

describe('Cells whose message comes late', () => {
  it('are opened as many ahead as are played before that, and never more than five', () => {
    expect([500, 2_000, 4_000, 7_000, 12_000, 13_000].map((ms) => paceAfter([ms]))).to.deep.equal([
      5, 5, 3, 1, 1, 0,
    ]);
  });

  it('are opened by the slowest of the last four cells', () => {
    expect(paceAfter([6_000], [1_000], [1_000], [1_000])).to.equal(2);
    expect(paceAfter([6_000], [1_000], [1_000], [1_000], [1_000])).to.equal(5);
  });

  it('do not count as slow for having waited for their message', () => {
    expect(paceAfter([17_000, 0])).to.equal(5);
    expect(paceAfter([9_000, 8_000])).to.equal(5);
    expect(paceAfter([9_000, 20_000])).to.equal(1);
  });
});
