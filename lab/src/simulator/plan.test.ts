// Which settings a run has: those of its seed, unless it is told of a retention.
import { expect } from 'chai';
import { chooser } from './choices.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';

const seeds = Array.from({ length: 400 }, (_, seed) => seed);

const withRetention = (forgets?: boolean): number =>
  seeds.filter((seed) => planOf(chooser(seed), forgets).retentionMs !== undefined).length;

const withoutIt = ({ retentionMs: _, settings: { orders, sagas }, ...plan }: Plan) => ({
  ...plan,
  limits: [orders.limits, sagas.limits].map(({ retentionMs: _ms, ...limits }) => limits),
  policy: sagas.policy,
});

describe('The plan of a run', () => {
  it('has a retention in about one seed of four, in each, or in none', () => {
    expect(withRetention()).to.be.within(80, 120);
    expect(withRetention(true)).to.equal(seeds.length);
    expect(withRetention(false)).to.equal(0);
  });

  it('is the same in everything else', () => {
    for (const seed of seeds)
      expect(withoutIt(planOf(chooser(seed), true))).to.deep.equal(withoutIt(planOf(chooser(seed), false)));
  });

  it('is chosen again from what is written down, whatever it was told then', () => {
    const choosing = chooser(7);
    const plan = planOf(choosing, true);
    expect(planOf(chooser(0, choosing.taken))).to.deep.equal(plan);
  });
});
