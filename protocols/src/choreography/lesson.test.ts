// Choreography from end to end, where it differs from other protocols.
import { expect } from 'chai';
import fc from 'fast-check';
import { isFound } from '../testing/planted.ts';
import { pump } from '../testing/pump.ts';
import { run } from '../testing/run.ts';
import { choreography } from './index.ts';
import { twins } from './twins.ts';
import type { Whereabouts } from './watcher.ts';

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
    it(`${twin.name}: is found`, () => expect(isFound(choreography, twin)).to.equal(true));
});
