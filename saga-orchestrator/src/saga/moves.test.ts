import { expect } from 'chai';
import { policy } from '../testing/order-saga.ts';
import { repeatAt } from './moves.ts';

const waitAfter = (attempt: number, parked = false, slowestMs = 0) =>
  repeatAt(policy, { attempt, parked }, { receivedAt: 7, random: 0.5, slowestMs }) - 7;

describe('the waits between two tries', () => {
  it('double up to the most', () => {
    expect([1, 2, 3, 6, 7, 2_000].map((attempt) => waitAfter(attempt))).to.deep.equal([
      500, 1_000, 2_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('begin with four times the slowest answer, but not with less than usual nor with more than eight times that', () => {
    expect([100, 125, 200, 1_000, 60_000].map((slowestMs) => waitAfter(1, false, slowestMs))).to.deep.equal([
      500, 500, 800, 4_000, 4_000,
    ]);
    expect(waitAfter(3, false, 1_000)).to.equal(16_000);
    expect(waitAfter(1, true, 1_000)).to.equal(60_000);
  });

  it('are long and even while the saga is parked', () => {
    expect([4, 50].map((attempt) => waitAfter(attempt, true))).to.deep.equal([60_000, 60_000]);
  });
});
