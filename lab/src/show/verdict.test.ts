import { expect } from 'chai';
import { painter, wantsColour } from './paint.ts';
import { verdictLines } from './verdict.ts';

describe('Verdicts', () => {
  it('are a mark and a sentence, and what is wrong stands below', () => {
    const lines = verdictLines(
      [
        { invariant: 'I-1', state: 'holds', sentence: 'Money is conserved.', findings: [] },
        { invariant: 'I-3', state: 'open', sentence: 'One saga has not ended.', findings: ['saga o1'] },
        {
          invariant: 'I-5',
          state: 'violated',
          sentence: 'Something happened twice.',
          findings: ['o2 twice'],
        },
      ],
      painter(false),
    );
    expect(lines).to.deep.equal([
      '(/) I-1 Money is conserved.',
      '(~) I-3 One saga has not ended.',
      '        saga o1',
      '(x) I-5 Something happened twice.',
      '        o2 twice',
    ]);
  });

  it('have colour at a terminal only, and never against NO_COLOR', () => {
    expect(wantsColour({ isTTY: true }, {})).to.equal(true);
    expect(wantsColour({}, {})).to.equal(false);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).to.equal(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).to.equal(false);
  });
});
