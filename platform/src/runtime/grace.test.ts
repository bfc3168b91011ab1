import { expect } from 'chai';
import { commitGrace } from './grace.ts';

const setUp = (leastMs = 1_000) => {
  const clock = { now: () => world.now };
  const world = { now: 0, isOpen: true };
  const grace = commitGrace(clock, leastMs, () => world.isOpen);
  /** How long commits have after it was too short at these instants. */
  const after = (...instants: readonly number[]) =>
    instants.map((instant) => {
      world.now = instant;
      grace.wasShort();
      return grace.ms();
    });
  return { world, grace, after };
};

describe('The grace of commits', () => {
  it('becomes twice as long while it is too short, up to four seconds', () => {
    expect(setUp().after(0, 2_000, 6_000, 10_000)).to.deep.equal([2_000, 4_000, 4_000, 4_000]);
  });

  it('is not made longer for commits from before it was made longer', () => {
    expect(setUp().after(0, 50, 1_999, 2_000)).to.deep.equal([2_000, 2_000, 2_000, 4_000]);
  });

  it('becomes half as long for each ten seconds in which it was not', () => {
    const { world, grace, after } = setUp();
    after(0, 2_000);
    const later = [11_999, 12_000, 22_000, 90_000].map((instant) => {
      world.now = instant;
      return grace.ms();
    });
    expect(later).to.deep.equal([4_000, 2_000, 1_000, 1_000]);
    after(100_000, 102_000);
    world.now = 3_600_000;
    expect(grace.ms(), 'after a long rest').to.equal(1_000);
  });

  it('is as short as can be while nothing can be published', () => {
    const { world, grace, after } = setUp();
    after(0);
    world.isOpen = false;
    expect(grace.ms()).to.equal(1_000);
  });

  it('is never shorter than it was set to', () => {
    expect(setUp(9_000).after(0, 20_000)).to.deep.equal([9_000, 9_000]);
  });
});
