// Which intervals are around a number: those found by their forks are all that there are.
import { expect } from 'chai';
import { fraction, hashOf, mixed } from '../simulator/hash.ts';
import { forkOf, forksAround, intervals } from './intervals.ts';
import { openMoments } from './tables.ts';

const SIZE = 70;

describe('Intervals', () => {
  it('have a fork among their numbers, and every number of theirs leads to it', () => {
    for (let lower = 0; lower < SIZE; lower += 1)
      for (let upper = lower; upper < SIZE; upper += 1) {
        const fork = forkOf(lower, upper);
        expect(fork).to.be.within(lower, upper);
        for (let number = lower; number <= upper; number += 1)
          expect(forksAround(number), `${lower} to ${upper}, at ${number}`).to.include(fork);
      }
  });

  it('are found around any number, also those that have not ended, and those between whole numbers', () => {
    const db = openMoments(':memory:');
    const all = intervals(db);
    const any = (n: number, most: number) => Math.floor(fraction(mixed(hashOf(1, 'intervals'), n)) * most);
    const known = Array.from({ length: 300 }, (_, n) => {
      const lower = any(3 * n, 2_000) + (n % 2) / 2;
      const upper = n % 7 === 0 ? undefined : lower + any(3 * n + 1, n % 5 === 0 ? 2_000 : 20);
      all.put('lamport', `s${n}`, { lower, upper });
      return { saga: `s${n}`, lower, upper: upper ?? Infinity };
    });
    for (let number = 0; number < 2_100; number += 7.25) {
      const around = known.filter(({ lower, upper }) => lower <= number && number < upper);
      expect(all.around('lamport', number).toSorted()).to.deep.equal(
        around.map(({ saga }) => saga).toSorted(),
      );
    }
    db.close();
  });
});
