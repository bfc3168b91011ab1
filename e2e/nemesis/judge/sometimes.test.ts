import { expect } from 'chai';
import type { Performed } from '../conduct.ts';
import type { KindName } from '../kinds.ts';
import type { Seen } from './sometimes.ts';
import { sightings, sometimesSeen } from './sometimes.ts';

const never: Seen = {
  duplicate: 0,
  empty: 0,
  hanging: 0,
  conflict: 0,
  lateReply: 0,
  lostConfirm: 0,
  returned: 0,
  blocked: 0,
  unknownOutcome: 0,
  timeout: 0,
  takeover: 0,
  replay: 0,
};

const performed = (kind: KindName, given: Partial<Performed> = {}): Performed => ({
  n: 1,
  at: 0,
  begunAt: 0,
  healedAt: 5_000,
  kind,
  target: 'broker',
  forMs: 5_000,
  dice: 0,
  met: 1,
  ...given,
});

const long = { instances: 1, durationMs: 180_000, stepDeadlineMs: 10_000, hasSagas: true };

const missingIn = (seen: Partial<Seen>, circumstances: Parameters<typeof sightings>[1]) =>
  sometimesSeen(sightings({ ...never, ...seen }, circumstances));

describe('The sometimes list', () => {
  it('is red when something that a fault of a long run brings about was not seen', () => {
    const circumstances = { ...long, performed: [performed('memory-alarm')] };
    const verdict = missingIn({}, circumstances);
    expect([verdict.invariant, verdict.state]).to.deep.equal(['I-14', 'violated']);
    expect(verdict.findings).to.deep.equal(['never seen: the broker took no messages because of an alarm.']);
    expect(missingIn({ blocked: 1 }, circumstances).state).to.equal('holds');
  });

  it('says why something need not have been seen: the run was short, or nothing in it brings it about', () => {
    const excuses = (circumstances: Parameters<typeof sightings>[1]) =>
      sightings(never, circumstances).find(({ what }) => what.includes('alarm'))?.excuse;
    expect(excuses({ ...long, durationMs: 30_000, performed: [performed('memory-alarm')] })).to.equal(
      'the run was too short to count on it',
    );
    expect(excuses({ ...long, performed: [performed('reset')] })).to.equal(
      'no fault of this seed brings it about',
    );
    expect(excuses({ ...long, performed: [performed('memory-alarm', { met: 0 })] })).to.equal(
      'no fault of this seed brings it about',
    );
  });

  it('waits for no deadline in a run whose faults are all shorter than one', () => {
    const short = { ...long, performed: [performed('freeze-database')] };
    const lasting = { ...long, performed: [performed('freeze-database', { forMs: 15_000 })] };
    const deadlines = (circumstances: Parameters<typeof sightings>[1]) =>
      missingIn({}, circumstances).findings.filter((finding) => finding.includes('deadline'));
    expect(deadlines(short)).to.have.length(0);
    expect(deadlines(lasting)).to.have.length(1);
  });

  it('wants two of each service where one has to be faster than the other', () => {
    const isDue = (instances: number) =>
      sightings(never, { ...long, instances, performed: [] }).find(({ what }) =>
        what.includes('another instance was faster'),
      )?.due;
    expect([isDue(1), isDue(2)]).to.deep.equal([false, true]);
  });

  it('counts what was seen, whether it had to be or not', () => {
    const all = sightings({ ...never, empty: 3 }, { ...long, performed: [] });
    expect(all.filter(({ times }) => times > 0).map(({ times, due }) => [times, due])).to.deep.equal([
      [3, false],
    ]);
    expect(sometimesSeen(all).sentence).to.include(
      'Of 12 things that must be seen now and then, 1 were seen',
    );
  });
});
