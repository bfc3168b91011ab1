import { expect } from 'chai';
import { loadOf } from '../load/load.ts';
import { measuredPart, ratesOf } from './run.ts';

const course = (intended: number, over: number, outcome: 'ended' | 'shed' = 'ended') => ({
  intended,
  over,
  outcome,
});

describe('A run', () => {
  it('counts what ended in the part that is measured, and the latency of what was to begin in it', () => {
    const part = { from: 1_000, to: 3_000 };
    const courses = [
      course(900, 1_100), // began before
      course(1_000, 1_010),
      course(2_000, 2_020),
      course(2_990, 9_990), // the slowest one ends long afterwards
      course(3_000, 3_001), // began behind it
      course(1_500, 1_501, 'shed'),
    ];
    expect(ratesOf(courses, part)).to.deep.equal({
      perSecond: 1.5,
      latency: { p50: 20, p95: 7_000, p99: 7_000, max: 7_000 },
    });
  });

  it('is measured for a whole wave, where all that are underway end at once', async () => {
    let over = 0;
    const waves = setInterval(() => (over += 3), 100);
    try {
      const underway = { over: () => over, stop: () => Promise.resolve([]) };
      const { from, to } = await measuredPart(underway, loadOf({ atOnce: 3 }), { rampMs: 0, measureMs: 1 });
      expect([over, to - from > 50]).to.deep.equal([6, true]);
    } finally {
      clearInterval(waves);
    }
  });
});
