// A choice depends on the seed and its own name alone.
import { expect } from 'chai';
import { chooser } from './choices.ts';
import type { Chooser } from './choices.ts';

const label = 'payment-service 1 committing ChargePayment (3f2a)';
const delays = ({ moment, pick }: Chooser, times: number) =>
  Array.from({ length: times }, () => pick(moment(label), 'delay', 63, 0.5));

describe('the choices of a run', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(delays(chooser(1), 50)).to.deep.equal(delays(chooser(1), 50));
    expect(delays(chooser(1), 50)).not.to.deep.equal(delays(chooser(2), 50));
  });

  it('do not depend on what else is chosen', () => {
    const { moment, pick } = chooser(1);
    pick(moment('something else'), 'delay', 63, 0.5);
    expect(delays({ moment, pick } as Chooser, 50)).to.deep.equal(delays(chooser(1), 50));
  });

  it('are named after what happens; what happens again has a number', () => {
    const choosing = chooser(1);
    delays(choosing, 50);
    const names = [...choosing.taken.keys()];
    expect(names).to.include(`${label} (2): delay`);
    expect(names.length).to.be.within(15, 35);
    expect([...choosing.taken.values()].every((value) => value >= 1 && value <= 63)).to.equal(true);
  });

  it('are as likely as they are said to be', () => {
    const { moment, pickOne } = chooser(3);
    const times = [0, 0, 0];
    for (let n = 0; n < 10_000; n += 1) {
      const one = pickOne(moment('call'), 'fault', [0.1, 0.3]);
      times[one] = (times[one] ?? 0) + 1;
    }
    expect(times[1]).to.be.within(900, 1_100);
    expect(times[2]).to.be.within(2_850, 3_150);
  });

  it('are nothing but what is written down, where something is; too large a value is the largest', () => {
    const given = new Map([
      [`${label} (2): delay`, 7],
      [`${label} (3): delay`, 99],
    ]);
    const choosing = chooser(1, given);
    expect(delays(choosing, 4)).to.deep.equal([0, 7, 63, 0]);
    expect([...choosing.taken]).to.deep.equal([
      [`${label} (2): delay`, 7],
      [`${label} (3): delay`, 63],
    ]);
  });
});
