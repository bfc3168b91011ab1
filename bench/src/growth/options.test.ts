import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import sinon from 'sinon';
import { growthOptions } from './options.ts';
import { growthOf } from './plan.ts';
import { seriesNames } from './series.ts';

describe('Options of bench:growth', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('are: all series, or some of them', () => {
    expect(growthOptions([])).to.deep.equal({ only: seriesNames, short: false, record: false, json: false });
    expect(growthOptions(['--only', 'overload,idle', '--json'])).to.deep.include({
      only: ['overload', 'idle'],
      json: true,
    });
  });

  it('end with 64 where they are wrong', () => {
    sinon.stub(process.stderr, 'write').returns(true);
    for (const args of [
      ['--only', 'weather'],
      ['--only'],
      ['--rounds', '3'],
      ['more'],
      ['--short', '--record'],
    ]) {
      const failure = (() => {
        try {
          return growthOptions(args);
        } catch (error) {
          return error;
        }
      })();
      expect(failure, args.join(' ')).to.be.instanceOf(ExitError).and.include({ exitCode: 64 });
    }
  });

  it('go as far as they say, and shorter to see that all works', () => {
    const [usual, short] = [growthOf({ isShort: false }), growthOf({ isShort: true })];
    expect(usual.histories.at(-1)).to.equal(100_000);
    expect(usual.lines.at(-1)).to.equal(100);
    expect(usual.rounds).to.be.at.least(3);
    expect(short.longRunMs).to.be.below(usual.longRunMs);
  });
});
