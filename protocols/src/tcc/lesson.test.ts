// TCC from end to end, where it differs from other protocols.
import { expect } from 'chai';
import fc from 'fast-check';
import { participantNames } from '../parties.ts';
import { broken, endingsOf } from '../testing/endings.ts';
import { isFound } from '../testing/planted.ts';
import { pump } from '../testing/pump.ts';
import type { Pump } from '../testing/pump.ts';
import { runTimed, waitAt } from '../testing/run.ts';
import { defaultTiming } from '../timing.ts';
import { tcc } from './index.ts';
import { safeTtlMs } from './timing.ts';
import { twins } from './twins.ts';

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
  for (const twin of twins) it(`${twin.name}: is found`, () => expect(isFound(tcc, twin)).to.equal(true));
});

describe('A hold of TCC that lapses', () => {
  const SLOWEST_MS = 2_000;
  const delays = fc.array(fc.nat(SLOWEST_MS), { minLength: 20, maxLength: 20 });
  const ended = (holdTtlMs: number, soonOrLate: readonly number[]) =>
    runTimed(pump(tcc, { timing: { ...defaultTiming, askAfterMs: 3_000, holdTtlMs } }), soonOrLate);
  const isHalf = (system: Pump) => broken(tcc, system).includes('I-4');

  it('is never confirmed too late, if it outlasts the deadline and two of the slowest messages', () => {
    const ttl = safeTtlMs(defaultTiming, SLOWEST_MS);
    fc.assert(fc.property(delays, (each) => broken(tcc, ended(ttl, each)).length === 0));
  });

  it('is confirmed too late by one and in time by others, if it does not', () => {
    const found = fc.check(
      fc.property(delays, (each) => !isHalf(ended(4_000, each))),
      { seed: 1, numRuns: 1_000 },
    );
    expect(found.failed).to.equal(true);
  });

  it('leaves an order that is confirmed by half to people, and no other', () => {
    fc.assert(
      fc.property(delays, (each) => {
        const system = ended(4_000, each);
        const { status } = system.stateOf('saga-orchestrator', 'tcc-o1') as { readonly status: string };
        expect(status === 'HALF_CONFIRMED').to.equal(isHalf(system));
      }),
      { numRuns: 300 },
    );
  });
});
