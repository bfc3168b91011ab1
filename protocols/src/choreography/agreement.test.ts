// Choreography from end to end: its roles and what is under way between them, in any order.
import { expect } from 'chai';
import fc from 'fast-check';
import { anyOrder, play } from '../testing/any-order.ts';
import { broken, costOf, endingsOf } from '../testing/endings.ts';
import { planted } from '../testing/planted.ts';
import { pump } from '../testing/pump.ts';
import { run } from '../testing/run.ts';
import { choreography } from './index.ts';
import { promise } from './promise.ts';
import { twins } from './twins.ts';
import type { Whereabouts } from './watcher.ts';

const ends = ['choreo.OrderApproved', 'choreo.OrderRejected'];
const nobodyHolds = { confirmed: [], holding: [], inDoubt: [] };

describe('An order under choreography', () => {
  it('costs what is promised, if all can hold', () => {
    const system = run(pump(choreography));
    expect(costOf(choreography, promise.forced, system)).to.deep.equal(promise.happy);
    expect(endingsOf(choreography, system).confirmed).to.have.length(3);
  });

  it('costs what is promised, if payment refuses', () => {
    const system = run(pump(choreography, { soldOut: ['payment-service'] }));
    expect(costOf(choreography, promise.forced, system)).to.deep.equal(promise.refused);
    expect(endingsOf(choreography, system)).to.deep.equal(nobodyHolds);
  });

  for (const [what, soldOut] of [
    ['all can hold', []],
    ['inventory refuses', ['inventory-service']],
    ['payment refuses', ['payment-service']],
  ] as const)
    it(`ends the same for all, whatever the order of messages, repeats and one loss, if ${what}`, () => {
      const everyRun = fc.property(anyOrder, (moves) => {
        const system = pump(choreography, { soldOut });
        play(system, moves);
        expect(broken(choreography, run(system), ends)).to.deep.equal([]);
      });
      fc.assert(everyRun, { numRuns: 300 });
    });
});

describe('The watcher of choreography', () => {
  const whereabouts = (system: ReturnType<typeof pump>) =>
    system.stateOf('saga-orchestrator', 'choreo-o1') as Whereabouts | undefined;

  it('says where the order is, and how it came there', () => {
    expect(whereabouts(run(pump(choreography)))).to.deep.equal({
      status: 'APPROVED',
      heard: ['OrderPlaced', 'StockReserved', 'PaymentCharged', 'OrderApproved'],
    });
  });

  it('changes nothing: without it all that is decided is the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([], ['inventory-service'] as const, ['payment-service'] as const),
        (soldOut) => {
          const [watched, alone] = [true, false].map((is) =>
            run(pump(choreography, { soldOut, watched: is })),
          );
          const decided = (system = watched) =>
            system?.history
              .filter(({ at }) => at !== 'saga-orchestrator')
              .map(({ at, cause, events }) => [at, cause, events]);
          expect(decided(alone)).to.deep.equal(decided(watched));
          expect(alone && whereabouts(alone)).to.equal(undefined);
        },
      ),
    );
  });
});

describe('The planted bugs of choreography', () => {
  for (const twin of twins)
    it(`${twin.name}: is found`, () => {
      const protocol = planted(choreography, twin);
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
