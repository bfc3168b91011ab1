import { expect } from 'chai';
import { completed, compensated, judged, violatedBy } from '../testing/made-up-facts.ts';
import { holds } from './verdict.ts';

describe('The checks', () => {
  it('hold for a completed and for a compensated saga', () => {
    expect(violatedBy(completed())).to.deep.equal([]);
    expect(violatedBy(compensated())).to.deep.equal([]);
    expect(holds(judged(completed()))).to.equal(true);
  });

  it('are I-1 to I-12, I-20 and I-21, each with a sentence', () => {
    const verdicts = judged(completed());
    expect(verdicts.map(({ invariant }) => invariant)).to.deep.equal([
      ...Array.from({ length: 12 }, (_each, n) => `I-${n + 1}`),
      'I-20',
      'I-21',
    ]);
    for (const { sentence } of verdicts) expect(sentence).to.match(/^[A-Z0-9].+\.$/);
  });
});
