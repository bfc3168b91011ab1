import { expect } from 'chai';
import type { Performed } from '../conduct.ts';
import { countKinds, livenessFloor } from './floor.ts';

const performed = (given: Partial<Performed>): Performed => ({
  n: 1,
  at: 0,
  begunAt: 0,
  healedAt: 1,
  kind: 'reset',
  target: 'payment-service to broker',
  forMs: 1,
  dice: 0,
  met: 1,
  ...given,
});

const faults = countKinds([performed({})]);

describe('The liveness floor', () => {
  it('holds where enough sagas went each way, and every kind of fault met something', () => {
    const { state, sentence } = livenessFloor({ outcomes: { COMPLETED: 95, COMPENSATED: 5 }, faults });
    expect(state).to.equal('holds');
    expect(sentence).to.include('95.0 % of 100 sagas COMPLETED, 5.0 % COMPENSATED, 1 faults of 1 kinds');
  });

  // @covers F-70
  it('is violated if too few sagas completed, however many were undone', () => {
    const verdict = livenessFloor({ outcomes: { COMPLETED: 59, COMPENSATED: 41 }, faults });
    expect([verdict.invariant, verdict.state]).to.deep.equal(['I-13', 'violated']);
    expect(verdict.findings).to.deep.equal([
      '59.0 % of 100 sagas are COMPLETED; 60.0 % is the least. Fewer customers (--rate) or a longer --deadline lets more complete.',
    ]);
  });

  it('is violated if hardly any saga was undone', () => {
    const { findings } = livenessFloor({ outcomes: { COMPLETED: 96, COMPENSATED: 4 }, faults });
    expect(findings).to.deep.equal(['4.0 % of 100 sagas are COMPENSATED; 5.0 % is the least.']);
  });

  it('is violated if nobody ordered anything', () => {
    expect(livenessFloor({ outcomes: {}, faults }).state).to.equal('violated');
  });

  it('counts sagas that have not ended as none of both', () => {
    const { findings } = livenessFloor({
      outcomes: { COMPLETED: 55, COMPENSATED: 10, RUNNING: 35 },
      faults,
    });
    expect(findings).to.have.length(1);
  });

  it('is violated if a kind of fault never met anything, though it was planned', () => {
    const none = [performed({ met: 0 }), performed({ met: 0, error: 'Error: no such queue' })];
    const outcomes = { COMPLETED: 80, COMPENSATED: 20 };
    expect(countKinds(none)).to.deep.equal([{ kind: 'reset', planned: 2, happened: 0, failed: 1 }]);
    expect(livenessFloor({ outcomes, faults: countKinds(none) }).findings).to.deep.equal([
      'reset was to happen 2 times, and never met anything.',
    ]);
    const one = countKinds([...none, performed({ met: 3 })]);
    expect(livenessFloor({ outcomes, faults: one }).state).to.equal('holds');
  });

  it('counts orders of other protocols as approved or rejected', () => {
    const outcomes = {
      COMPLETED: 10,
      'APPROVED under 2pc': 60,
      'REJECTED under 2pc': 10,
      'APPROVED under tcc': 20,
    };
    const { state, sentence } = livenessFloor({ outcomes, faults });
    expect(state).to.equal('holds');
    expect(sentence).to.include('90.0 % of 100');
  });
});
