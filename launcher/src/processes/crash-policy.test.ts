import { expect } from 'chai';
import { crashPolicy } from './crash-policy.ts';

const policyAt = () => {
  const clock = { now: 0 };
  return { clock, policy: crashPolicy(() => clock.now) };
};

describe('crash policy', () => {
  it('starts again with a delay that doubles', () => {
    const { policy } = policyAt();
    expect([
      policy.crashed(true),
      policy.crashed(true),
      policy.crashed(true),
      policy.crashed(true),
    ]).to.deep.equal([100, 200, 400, 800]);
  });

  it('gives up at the fifth crash in 30 s', () => {
    const { clock, policy } = policyAt();
    for (const at of [0, 5_000, 10_000, 20_000]) {
      clock.now = at;
      expect(policy.crashed(true)).to.be.a('number');
    }
    clock.now = 29_999;
    expect(policy.crashed(true)).to.equal('give-up');
  });

  it('forgets crashes that are 30 s old', () => {
    const { clock, policy } = policyAt();
    for (const at of [0, 5_000, 10_000, 20_000]) {
      clock.now = at;
      policy.crashed(true);
    }
    clock.now = 30_000;
    expect(policy.crashed(true)).to.equal(800);
    clock.now = 90_000;
    expect(policy.crashed(true)).to.equal(100);
  });

  it('gives up what was never up at its fifth crash, however long each took', () => {
    const { clock, policy } = policyAt();
    for (const at of [0, 30_000, 60_000, 90_000]) {
      clock.now = at;
      expect(policy.crashed(false)).to.be.a('number');
    }
    clock.now = 120_000;
    expect(policy.crashed(false)).to.equal('give-up');
  });
});
