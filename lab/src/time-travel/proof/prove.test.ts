// The short form of `npm run time-travel`: what is asked for later is what was true, and a difference is found.
import { expect } from 'chai';
import { simulate } from '../../simulator/simulate.ts';
import { prove } from './prove.ts';
import { recording } from './record.ts';

describe('Time travel against what was true', function () {
  this.timeout(120_000);

  it('is equal in simulated runs with faults, and every cut is consistent', async () => {
    const proofs = [];
    for (let seed = 1; seed <= 6; seed += 1) proofs.push(await prove(seed));
    expect(proofs.flatMap(({ seed, flaws }) => flaws.map((flaw) => `seed ${seed}: ${flaw}`))).to.deep.equal(
      [],
    );
    for (const { moments, compared, cuts, rows } of proofs) {
      expect(moments).to.be.above(2);
      expect(compared).to.be.above(20);
      expect(cuts).to.equal(2 * moments);
      expect(rows).to.be.above(0);
    }
  });

  it('does not change the run that it looks at', async () => {
    const alone = await simulate({ seed: 7 });
    const { watch, moments } = recording(7);
    const watched = await simulate({ seed: 7, watch });
    expect(moments.length).to.be.above(2);
    expect(watched.hash).to.equal(alone.hash);
  });
});
