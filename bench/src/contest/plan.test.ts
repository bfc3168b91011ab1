import { expect } from 'chai';
import { nameOf } from '../load/load.ts';
import { loadsFor, orderIn, planOf, runsOf } from './plan.ts';

const names = (asked: Parameters<typeof planOf>[0]) => planOf(asked).loads.map(nameOf);

describe('The plan of a benchmark', () => {
  it('has numbers at once, rates, refusals and one wanted article when everything is asked for', () => {
    expect(names({ extent: 'full' })).to.deep.equal([
      '1 at once',
      '20 at once',
      '50 at once',
      '200 at once',
      '500 at once',
      '50/s',
      '100/s',
      '50 at once, 20 % refused',
      '200 at once, 20 % refused',
      '200 at once, 1 article',
    ]);
  });

  it('has only what is asked for', () => {
    expect(names({ extent: 'usual', rate: [60] })).to.deep.equal(['60/s']);
    expect(names({ extent: 'full', atOnce: [7], refused: 20 })).to.deep.equal(['7 at once, 20 % refused']);
    expect(planOf({ extent: 'usual', only: 'floor', rounds: 5, seconds: 9 })).to.deep.include({
      contestants: ['floor'],
      rounds: 5,
      duration: { rampMs: 1_000, measureMs: 9_000 },
    });
  });

  it('gives the floor no load that it does not know', () => {
    const plan = planOf({ extent: 'full' });
    expect(loadsFor(plan, 'ours')).to.have.length(10);
    expect(loadsFor(plan, 'floor').map(nameOf)).to.deep.equal(names({ extent: 'full' }).slice(0, 7));
  });

  it('has the peers that are asked for, under every load', () => {
    const plan = planOf({ extent: 'full', peers: ['plain-http'] });
    expect(plan.contestants).to.deep.equal(['ours', 'floor', 'plain-http']);
    expect(loadsFor(plan, 'plain-http')).to.deep.equal(plan.loads);
  });

  it('has an earlier commit beside the floor, under every load', () => {
    const plan = planOf({ extent: 'full', earlier: 'abc1234', peers: ['dbos'] });
    expect(plan).to.deep.include({ contestants: ['ours', 'floor', 'earlier', 'dbos'], earlier: 'abc1234' });
    expect(loadsFor(plan, 'earlier')).to.deep.equal(plan.loads);
  });

  it('knows how many runs it is', () => {
    expect(runsOf(planOf({ extent: 'full' }))).to.equal(3 * (10 + 7));
    expect(runsOf(planOf({ extent: 'smoke', only: 'floor' }))).to.equal(2);
  });

  it('lets contestants begin in turn', () => {
    const plan = planOf({ extent: 'usual' });
    expect([0, 1, 2].map((round) => orderIn(round, plan)[0])).to.deep.equal(['ours', 'floor', 'ours']);
  });

  it('measures at least three times, unless it is the smoke test', () => {
    expect(planOf({ extent: 'usual' }).rounds).to.be.at.least(3);
    expect(planOf({ extent: 'full' }).rounds).to.be.at.least(3);
  });
});
