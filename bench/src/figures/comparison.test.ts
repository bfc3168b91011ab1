import { expect } from 'chai';
import type { ContestantName } from '../contest/contestant.ts';
import { byKind, comparedLoads, ofDatabases } from './comparison.ts';
import { figures } from '../testing/made-up-figures.ts';
import { judged, ratesIn, sentenceOf } from './recorded.ts';

const run = (contestant: ContestantName, round: number, perSecond: number, load = '50 at once') => ({
  round,
  contestant,
  load,
  figures: figures(perSecond, 1_000 / perSecond),
});

describe('The comparison of contestants', () => {
  const runs = [
    run('ours', 0, 50),
    run('floor', 0, 100),
    run('floor', 1, 400),
    run('ours', 1, 100),
    run('ours', 2, 90),
    run('floor', 2, 100),
    run('ours', 0, 10, '1 at once'),
  ];

  it('is made within each round, and the median of that is taken', () => {
    const [many] = comparedLoads(runs);
    expect(many?.ratios).to.deep.equal({
      median: { perSecond: 0.5, latency: 2 },
      least: { perSecond: 0.25, latency: 1 / 0.9 },
      most: { perSecond: 0.9, latency: 4 },
    });
    expect(many?.of.ours?.median.perSecond).to.equal(90);
  });

  it('is made with each peer, too', () => {
    const [many] = comparedLoads([...runs, run('dbos', 1, 25), run('restate', 2, 45), run('dbos', 2, 30)]);
    const rates = Object.entries(many?.toOthers ?? {}).map(([name, { median }]) => [name, median.perSecond]);
    expect(rates).to.deep.equal([
      ['restate', 2],
      ['dbos', 3.5],
    ]);
    expect(many?.ratios?.median.perSecond).to.equal(0.5);
  });

  it('is left out where one alone was measured', () => {
    const [, one] = comparedLoads(runs);
    expect(one).to.have.property('load', '1 at once');
    expect(one).not.to.have.property('ratios');
  });

  it('adds up what processes of a kind, and databases, did', () => {
    expect(byKind(figures(1, 1), 'cpuMs')).to.deep.equal({
      services: 3,
      databases: 4,
      broker: 5,
      generator: 6,
    });
    expect(ofDatabases(figures(1, 1), 'returned')).to.equal(6);
  });

  it('fails below half of what was recorded, and where a load is missing', () => {
    const loads = comparedLoads(runs);
    const holds = (recorded: Record<string, number>) =>
      judged(loads, { ratios: recorded }).map((each) => each.holds);
    expect(ratesIn(loads)).to.deep.equal({ '50 at once': 0.5 });
    expect(holds({ '50 at once': 1 })).to.deep.equal([true]);
    expect(holds({ '50 at once': 1.01 })).to.deep.equal([false]);
    expect(holds({ '50 at once': 0.1, '500 at once': 0.1 })).to.deep.equal([true, false]);
  });

  it('says what was wanted', () => {
    const [one] = judged(comparedLoads(runs), { ratios: { '50 at once': 1.2 } });
    expect(one && sentenceOf(one)).to.equal(
      "(x) 50 at once: 0.50 of the floor's rate, at least 0.60 wanted: half of the 1.20 that were recorded",
    );
  });
});
