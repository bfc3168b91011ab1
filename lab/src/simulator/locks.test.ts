// Orders under all protocols and all faults, one after the other for each stock and account.
import { expect } from 'chai';
import { protocols } from '@saga-lab/protocols/index';
import { besideEachOther, locksLeft } from './exclusion.ts';
import { redIn } from './red.ts';
import { simulate } from './simulate.ts';

const ways = ['saga', ...protocols.map(({ name }) => name)];

describe('A simulation in which orders exclude each other', function () {
  this.timeout(60_000);

  for (const locks of ['reject', 'wait', 'wait-die'] as const)
    it(`with ${locks} keeps all invariants, lets nobody take beside another, and leaves no lock with an order that has ended`, async () => {
      let locked = 0;
      let waited = 0;
      let inherited = 0;
      for (let seed = 1; seed <= 15; seed += 1) {
        const simulation = await simulate({ seed, locks, protocols: ways });
        expect(redIn(simulation), `seed ${seed}`).to.deep.equal([]);
        const { history } = simulation.facts;
        expect(besideEachOther(history), `seed ${seed}`).to.deep.equal([]);
        expect(locksLeft(history), `seed ${seed}`).to.deep.equal([]);
        const events = history.all.flatMap(({ commit }) => commit.events);
        const count = (wanted: string): number => events.filter(({ type }) => type === wanted).length;
        locked += count('Locked');
        waited += count('LockAwaited');
        inherited += count('LockInherited');
      }
      expect(locked).to.be.above(15);
      if (locks === 'reject') expect([waited, inherited]).to.deep.equal([0, 0]);
      else expect(inherited).to.be.above(0);
    });

  it('would be seen to let orders take beside each other where they do', async () => {
    const seen = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(async (seed) => {
        const { facts } = await simulate({ seed, locks: 'escrow', protocols: ways });
        return besideEachOther(facts.history);
      }),
    );
    expect(seen.flat().length).to.be.above(0);
  });
});
