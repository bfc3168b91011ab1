import { expect } from 'chai';
import { policy } from '../testing/order-saga.ts';
import { repeatAt } from './moves.ts';

const waitAfter = (attempt: number, parked = false) =>
  repeatAt(policy, { attempt, parked }, { receivedAt: 7, random: 0.5 }) - 7;

describe('the waits between two tries', () => {
  it('double up to the most', () => {
    expect([1, 2, 3, 6, 7, 2_000].map((attempt) => waitAfter(attempt))).to.deep.equal([
      500, 1_000, 2_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('are long and even while the saga is parked', () => {
    expect([4, 50].map((attempt) => waitAfter(attempt, true))).to.deep.equal([60_000, 60_000]);
  });
});
