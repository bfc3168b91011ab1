// TCC from end to end: its roles and what is under way between them, in any order.
import { expect } from 'chai';
import fc from 'fast-check';
import { participantNames } from '../parties.ts';
import { anyOrder, play } from '../testing/any-order.ts';
import { broken, costOf, endingsOf } from '../testing/endings.ts';
import { planted } from '../testing/planted.ts';
import { pump } from '../testing/pump.ts';
import { run, runTimed, waitAt } from '../testing/run.ts';
import { defaultTiming } from '../timing.ts';
import { tcc } from './index.ts';
import { promise } from './promise.ts';
import { safeTtlMs } from './timing.ts';
import { twins } from './twins.ts';

const ends = ['tcc.Confirm', 'tcc.Cancel'];

describe('An order under TCC', () => {
  it('costs what is promised, if all can hold', () => {
    const system = run(pump(tcc));
    expect(costOf(tcc, promise.forced, system)).to.deep.equal(promise.happy);
    expect(endingsOf(tcc, system).confirmed).to.have.length(3);
  });

  it('costs what is promised, if payment refuses', () => {
    const system = run(pump(tcc, { soldOut: ['payment-service'] }));
    expect(costOf(tcc, promise.forced, system)).to.deep.equal(promise.refused);
    expect(endingsOf(tcc, system)).to.deep.equal({ confirmed: [], holding: [], inDoubt: [] });
  });

  for (const [what, soldOut] of [
    ['all can hold', []],
    ['inventory refuses', ['inventory-service']],
    ['payment refuses', ['payment-service']],
  ] as const)
    it(`ends the same for all, whatever the order of messages, repeats and one loss, if ${what}`, () => {
      const everyRun = fc.property(anyOrder, (moves) => {
        const system = pump(tcc, { soldOut });
        play(system, moves);
        expect(broken(tcc, run(system), ends)).to.deep.equal([]);
      });
      fc.assert(everyRun, { numRuns: 300 });
    });
});

describe('A coordinator of TCC that dies once all have tried', () => {
  /** The last try is answered, and nobody takes the answer. */
  const allTried = (holdTtlMs: number) => {
    const system = pump(tcc, { timing: { ...defaultTiming, holdTtlMs } });
    for (let n = 0; n < 4; n++) system.deliver();
    return system;
  };

  it('blocks everybody without a TTL: they ask, and nobody answers', () => {
    const { confirmed, holding, inDoubt } = endingsOf(tcc, waitAt(allTried(0), participantNames, 10));
    expect([confirmed, holding.length, inDoubt.length]).to.deep.equal([[], 3, 3]);
  });

  it('blocks nobody with a TTL: all give back', () => {
    expect(endingsOf(tcc, waitAt(allTried(30_000), participantNames, 10))).to.deep.equal({
      confirmed: [],
      holding: [],
      inDoubt: [],
    });
  });
});

describe('The planted bugs of TCC', () => {
  for (const twin of twins)
    it(`${twin.name}: is found`, () => {
      const protocol = planted(tcc, twin);
      const found = fc.check(
        fc.property(anyOrder, (moves) => {
          const system = pump(protocol);
          play(system, moves);
          return !broken(protocol, run(system), ends).some((property) => twin.breaks.includes(property));
        }),
        { seed: 1, numRuns: 1_000 },
      );
      expect(found.failed, `no run breaks ${twin.breaks.join(', ')}`).to.equal(true);
    });
});

describe('A hold of TCC that lapses', () => {
  const SLOWEST_MS = 2_000;
  const delays = fc.array(fc.nat(SLOWEST_MS), { minLength: 20, maxLength: 20 });
  const brokenWith = (holdTtlMs: number, soonOrLate: readonly number[]) => {
    const timing = { ...defaultTiming, askAfterMs: 3_000, holdTtlMs };
    return broken(tcc, runTimed(pump(tcc, { timing }), soonOrLate), ends);
  };

  it('is never confirmed too late, if it outlasts the deadline and two of the slowest messages', () => {
    const ttl = safeTtlMs(defaultTiming, SLOWEST_MS);
    fc.assert(fc.property(delays, (each) => brokenWith(ttl, each).length === 0));
  });

  it('is confirmed too late by one and in time by others, if it does not', () => {
    const found = fc.check(
      fc.property(delays, (each) => !brokenWith(4_000, each).includes('I-4')),
      { seed: 1, numRuns: 1_000 },
    );
    expect(found.failed).to.equal(true);
  });
});
