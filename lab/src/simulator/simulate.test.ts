// One seed is one run: the same again gives the same, and taking away its choices leaves nothing that goes wrong.
import { expect } from 'chai';
import { holds } from '../checker/verdict.ts';
import { simulate } from './simulate.ts';

describe('a simulation', function () {
  this.timeout(60_000);

  it('gives the same run for the same seed, to the last step', async () => {
    for (const seed of [1, 2, 3]) {
      const [first, second] = [await simulate({ seed, trace: true }), await simulate({ seed, trace: true })];
      expect(second.trace).to.deep.equal(first.trace);
      expect(second.hash).to.equal(first.hash);
      expect([...second.choices]).to.deep.equal([...first.choices]);
    }
  });

  it('gives another run for another seed', async () => {
    const hashes = await Promise.all([4, 5, 6].map(async (seed) => (await simulate({ seed })).hash));
    expect(new Set(hashes).size).to.equal(3);
  });

  it('keeps its way when others run at the same time', async () => {
    const alone = [];
    for (const seed of [7, 8]) alone.push((await simulate({ seed, trace: true })).trace);
    const together = await Promise.all([7, 8].map((seed) => simulate({ seed, trace: true })));
    expect(together.map(({ trace }) => trace)).to.deep.equal(alone);
  });

  it('takes a schedule as it was written down', async () => {
    const first = await simulate({ seed: 9, trace: true });
    const again = await simulate({ seed: 9, choices: first.choices, trace: true });
    expect(again.trace).to.deep.equal(first.trace);
  });

  it('has neither fault nor delay without a choice', async () => {
    const { faults, injections, outcomes, verdicts, error } = await simulate({ seed: 9, choices: new Map() });
    expect(Object.values(faults).every((times) => times === 0)).to.equal(true);
    expect(injections).to.deep.equal([]);
    expect(outcomes).to.deep.equal({ COMPLETED: 1, COMPENSATED: 0 });
    expect(holds(verdicts), JSON.stringify(verdicts)).to.equal(true);
    expect(error).to.equal(undefined);
  });

  it('keeps every promise, whatever goes wrong', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { verdicts, error } = await simulate({ seed });
      const broken = verdicts.filter(({ state }) => state !== 'holds');
      expect(broken, `seed ${seed}`).to.deep.equal([]);
      expect(error, `seed ${seed}`).to.equal(undefined);
    }
  });
});
