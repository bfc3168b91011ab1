// Orders under every way to agree beside each other, in one system, under all faults of the simulator.
import { protocols as all } from '@saga-lab/protocols/index';
import { expect } from 'chai';
import type { Simulation } from './simulation.ts';
import { simulate } from './simulate.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];

const protocols = ['saga', ...all.map(({ name }) => name)];

const wrongIn = ({ verdicts, error }: Simulation): readonly string[] => [
  ...(error === undefined ? [] : [error]),
  ...verdicts.flatMap(({ invariant, state, findings }) =>
    state === 'holds' ? [] : [`${invariant} ${state}`, ...findings],
  ),
];

describe('orders of several protocols, simulated', function () {
  this.timeout(60_000);
  const runs: Simulation[] = [];

  before(async () => {
    for (const seed of SEEDS) runs.push(await simulate({ seed, protocols, forgets: false }));
  });

  it('end as the checker wants it, beside each other, whatever fails', () => {
    expect(
      runs.flatMap((run) => wrongIn(run).map((finding) => `seed ${run.seed}: ${finding}`)),
    ).to.deep.equal([]);
  });

  it('are of all of these protocols, and some are approved, and some rejected', () => {
    const orders = runs.flatMap(({ facts }) => facts.orders.flatMap(({ order }) => order ?? []));
    expect(new Set(orders.map(({ protocol }) => protocol))).to.deep.equal(new Set(protocols));
    const others = orders.filter(({ protocol }) => protocol !== 'saga');
    expect(new Set(others.map(({ status }) => status))).to.deep.equal(new Set(['APPROVED', 'REJECTED']));
  });
});
