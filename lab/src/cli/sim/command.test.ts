import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import sinon from 'sinon';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { simCommand } from './command.ts';

/** Exit code and what is said. */
const refusal = (...args: string[]): [number, string] => {
  const said = sinon.stub(process.stderr, 'write').returns(true);
  try {
    simCommand(args);
  } catch (error) {
    if (error instanceof ExitError) return [error.exitCode, `${said.args.flat().join('')}${error.message}`];
  } finally {
    sinon.restore();
  }
  throw new Error('it was accepted');
};

describe('The command line of npm run sim', () => {
  it('runs 1,000 seeds on every core unless told otherwise', () => {
    const workers = availableParallelism();
    expect(simCommand([])).to.deep.equal({ kind: 'run', seeds: 1_000, from: 1, workers, json: false });
  });

  it('takes seeds, minutes, the first seed, workers and a bug to plant', () => {
    const args = '--seeds 10000 --minutes 2.5 --from 0 --workers 3 --twin no-inbox --json'.split(' ');
    expect(simCommand(args)).to.deep.equal({
      kind: 'run',
      seeds: 10_000,
      minutes: 2.5,
      from: 0,
      workers: 3,
      twin: 'no-inbox',
      json: true,
    });
  });

  it('has every run forget what ended long ago, if told so', () => {
    expect(simCommand(['--forgets'])).to.include({ kind: 'run', forgets: true });
  });

  it('takes the protocols under which orders are placed', () => {
    expect(simCommand(['--protocols', 'saga,2pc'])).to.deep.include({ protocols: ['saga', '2pc'] });
    expect(simCommand([])).not.to.have.property('protocols');
  });

  it('runs without end of seeds where only minutes are given', () => {
    expect(simCommand(['--minutes', '60'])).not.to.have.property('seeds');
  });

  it('replays a schedule, with picture and trace if wanted', () => {
    expect(simCommand(['--replay', 'a.json'])).to.deep.equal({
      kind: 'replay',
      file: 'a.json',
      story: false,
      trace: false,
      json: false,
    });
    expect(simCommand(['--replay', 'a.json', '--story', '--trace'])).to.include({ story: true, trace: true });
  });

  it('keeps a schedule with a sentence', () => {
    expect(simCommand(['--keep', 'a.json', ' A refund was paid twice '])).to.deep.equal({
      kind: 'keep',
      file: 'a.json',
      sentence: 'A refund was paid twice',
      json: false,
    });
  });

  for (const [args, says] of [
    ['--seeds 0', 'whole number, 1 or more'],
    ['--seeds -1', 'whole number, 1 or more'],
    ['--seeds many', 'whole number, 1 or more'],
    ['--seeds 1e3', 'whole number, 1 or more'],
    ['--seeds', 'argument missing'],
    ['--from -1', 'whole number, 0 or more'],
    ['--minutes 0', 'number above 0'],
    ['--minutes soon', 'number above 0'],
    ['--workers 0', 'whole number, from 1 to 256'],
    ['--workers 1000', 'whole number, from 1 to 256'],
    ['--seeds 5 --replay a.json', 'cannot be used with option'],
    ['--replay a.json --minutes 5', 'cannot be used with option'],
    ['--replay a.json --twin x', 'cannot be used with option'],
    ['--replay a.json --forgets', 'cannot be used with option'],
    ['--replay a.json --protocols all', 'cannot be used with option'],
    ['--protocols 4pc', 'no protocol "4pc"'],
    ['--replay a.json --keep a.json x', 'cannot be used with option'],
    ['--replay', 'argument missing'],
    ['--story', 'give its file with --replay'],
    ['--seeds 5 --trace', 'give its file with --replay'],
    ['--keep a.json', 'needs a sentence'],
    ['sentence', 'a sentence for --keep'],
    ['--keep a.json one two', 'too many arguments'],
    ['--sometimes', 'unknown option'],
  ] as const)
    it(`refuses ${args} with 64 and says why`, () => {
      const [code, said] = refusal(...args.split(' '));
      expect(code).to.equal(64);
      expect(said).to.include(says);
    });

  it('explains itself with 0', () => {
    const said = sinon.stub(process.stdout, 'write').returns(true);
    try {
      expect(() => simCommand(['--help']))
        .to.throw(ExitError)
        .with.property('exitCode', 0);
    } finally {
      sinon.restore();
    }
    expect(said.args.flat().join('')).to.include('npm run sim -- --seeds 10000');
  });
});
