// The short form of the second half of `npm run time-travel`: parallel histories of simulated runs with faults.
import { expect } from 'chai';
import { changedHistory } from '../../checker/history.ts';
import { simulate } from '../../simulator/simulate.ts';
import { sharedHashes } from '../../simulator/hash.ts';
import { proveParallel } from './prove.ts';
import { flawsWithoutChange } from './unchanged.ts';

const ids = { ...sharedHashes, unique: () => '', random: () => 0 };

/** Seeds in which something was decided on a stream that somebody else had just written. */
const readsThatCameLate = [38, 53];

describe('A parallel history', function () {
  this.timeout(120_000);

  it('is the record where nothing is changed, and passes the checker where something is', async () => {
    let changes = 0;
    let otherwise = 0;
    for (const seed of [1, 2, 3, 4, 5, 6, ...readsThatCameLate]) {
      const proof = await proveParallel(await simulate({ seed }));
      expect(proof.flaws, `seed ${seed}`).to.deep.equal([]);
      changes += proof.changes;
      otherwise += proof.otherwise;
    }
    expect(changes).to.be.above(25);
    expect(otherwise).to.be.above(3);
  });

  it('is not the record where the record is not what would have been decided', async () => {
    const { facts } = await simulate({ seed: 1 });
    const forged = changedHistory(facts.history, ({ commit }) =>
      commit.input.type === 'ReserveStock' ? { ...commit, outbox: [] } : commit,
    );
    expect(await flawsWithoutChange(forged, { ids })).to.not.deep.equal([]);
  });
});
