import { expect } from 'chai';
import type { ContestantName } from '../contest/contestant.ts';
import type { RunFigures } from '../contest/run.ts';
import { byKind, comparedLoads, ofDatabases } from './comparison.ts';
import { judged, ratesIn, sentenceOf } from './recorded.ts';

const counters = (cpuMs: number) => ({ cpuMs, writeCalls: 1, diskBytes: 0, memoryMiB: 50 });
const counted = { inserted: 1, updated: 2, returned: 3, deleted: 0, requests: 4, bytesIn: 5, bytesOut: 6 };
const latency = (p50: number) => ({ p50, p95: p50, p99: p50, max: p50 });

const figures = (perSecond: number, p50: number): RunFigures => ({
  sagas: 100,
  perSecond,
  latency: latency(p50),
  window: latency(p50),
  shed: 0,
  repeats: 0,
  commits: 10,
  processes: {
    'order-service': counters(2),
    'payment-service': counters(1),
    'mongo-order-service': counters(4),
    broker: counters(5),
    generator: counters(6),
  },
  databases: { 'order-service': counted, 'payment-service': counted },
});

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
