import { expect } from 'chai';
import { claimsOf, kindNames, kindOf, linksAt, targetsOf } from './kinds.ts';
import { scheduleOf } from './schedule.ts';
import type { Injection } from './schedule.ts';

const options = { durationMs: 180_000, instances: 2 };
const SEEDS = Array.from({ length: 40 }, (_each, n) => n + 1);

const endOf = ({ at, forMs }: Injection): number => at + forMs;

describe('The schedule of the nemesis', () => {
  it('is the same for the same seed, and another one for its neighbour', () => {
    const seven = scheduleOf({ ...options, seed: 7 });
    expect(scheduleOf({ ...options, seed: 7 })).to.deep.equal(seven);
    expect(scheduleOf({ ...options, seed: 8 }).injections).not.to.deep.equal(seven.injections);
    expect(scheduleOf({ ...options, seed: 8 }).mix).not.to.deep.equal(seven.mix);
  });

  it('has each kind of its mix at least once in three minutes', () => {
    for (const seed of SEEDS) {
      const { mix, injections } = scheduleOf({ ...options, seed });
      expect([...new Set(injections.map(({ kind }) => kind))], `seed ${seed}`).to.have.members([...mix]);
    }
  });

  // @covers F-70
  it('has every kind of fault over 200 seeds, and does each to every possible target', () => {
    const seeds = Array.from({ length: 200 }, (_each, n) => n + 1);
    const all = seeds.flatMap((seed) => scheduleOf({ ...options, seed }).injections);
    for (const kind of kindNames) {
      const targets = all.filter((each) => each.kind === kind).map(({ target }) => target);
      expect([...new Set(targets)], kind).to.have.members([...targetsOf(kind, options.instances)]);
    }
  });

  it('leaves kinds out, others with each seed', () => {
    const mixes = SEEDS.map((seed) => scheduleOf({ ...options, seed }).mix);
    expect(Math.min(...mixes.map(({ length }) => length))).to.be.within(6, 10);
    expect(Math.max(...mixes.map(({ length }) => length))).to.be.within(18, kindNames.length);
    for (const kind of kindNames)
      expect(
        mixes.some((mix) => !mix.includes(kind)),
        kind,
      ).to.equal(true);
  });

  it('has healed everything before the load is over, however short it is', () => {
    for (const durationMs of [10_000, 25_000, 180_000])
      for (const seed of SEEDS) {
        const ends = scheduleOf({ ...options, durationMs, seed }).injections.map(endOf);
        expect(ends).not.to.have.length(0);
        expect(Math.max(...ends), `seed ${seed}, ${durationMs} ms`).to.be.below(durationMs);
      }
  });

  it('never does two things at once to one target, and lets it recover first', () => {
    for (const seed of SEEDS) {
      const freeAt = new Map<string, number>();
      for (const each of scheduleOf({ ...options, seed }).injections)
        for (const claim of claimsOf(each.kind, each.target)) {
          expect(each.at, `seed ${seed}, ${claim}`).to.be.at.least(freeAt.get(claim) ?? 0);
          freeAt.set(claim, endOf(each) + kindOf(each.kind).recovery * 1_000);
        }
    }
  });

  it('lets faults overlap', () => {
    const overlaps = SEEDS.map((seed) => {
      const { injections } = scheduleOf({ ...options, seed });
      return injections.filter((each) =>
        injections.some((other) => other.n < each.n && endOf(other) > each.at),
      ).length;
    });
    expect(Math.min(...overlaps)).to.be.above(3);
  });

  it('has now and then a fault that lasts longer than heartbeats, drivers and deadlines wait', () => {
    const all = SEEDS.flatMap((seed) => scheduleOf({ ...options, seed }).injections);
    expect(all.filter(({ forMs }) => forMs > 10_000).length / all.length).to.be.within(0.02, 0.15);
  });

  it('has the kinds that it is told, and no others', () => {
    const only = ['kill-service', 'lost-answers'] as const;
    const { mix, injections } = scheduleOf({ ...options, seed: 7, only });
    expect(mix).to.deep.equal(only);
    expect([...new Set(injections.map(({ kind }) => kind))]).to.have.members([...only]);
  });

  it('takes each link alone, all to one server, and both of one service', () => {
    expect(linksAt('payment-service to broker')).to.deep.equal(['payment-service to broker']);
    expect(linksAt('every service to broker')).to.have.length(4);
    expect(linksAt('payment-service to broker and database')).to.deep.equal([
      'payment-service to broker',
      'payment-service to database',
    ]);
    for (const target of targetsOf('delay', 1)) expect(linksAt(target), target).not.to.have.length(0);
  });
});
