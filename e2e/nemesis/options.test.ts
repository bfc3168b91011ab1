import { CommanderError } from 'commander';
import { expect } from 'chai';
import sinon from 'sinon';
import { commandLine, optionsIn } from './options.ts';

const refused = (...args: readonly string[]): string => {
  const told = sinon.stub(process.stderr, 'write'); // commander tells the person there
  try {
    optionsIn(args);
    return 'taken';
  } catch (error) {
    return error instanceof CommanderError ? error.message : String(error);
  } finally {
    told.restore();
  }
};

describe('The command line of the nemesis', () => {
  it('takes three minutes, 20 customers a second and two of each service, unless told', () => {
    const { seed, ...rest } = optionsIn([]);
    expect(rest).to.deep.equal({ minutes: 3, rate: 20, instances: 2, deadline: 15, json: false });
    expect(seed).to.be.within(1, 999_999);
  });

  it('takes a list of faults, and says how to have the same again', () => {
    const options = optionsIn(['--seed', '7', '--minutes', '0.5', '--faults', 'reset, kill-broker,reset']);
    expect(options.faults).to.deep.equal(['reset', 'kill-broker']);
    expect(commandLine(options)).to.equal(
      'npm run nemesis -- --minutes 0.5 --rate 20 --seed 7 --instances 2 --deadline 15 --faults reset,kill-broker',
    );
    expect(optionsIn(commandLine(options).split(' ').slice(4))).to.deep.equal(options);
  });

  it('takes protocols by name, or all of them', () => {
    const options = optionsIn(['--seed', '7', '--protocols', '2pc, saga']);
    expect(options.protocols).to.deep.equal(['2pc', 'saga']);
    expect(optionsIn(commandLine(options).split(' ').slice(4))).to.deep.equal(options);
    expect(optionsIn(['--protocols', 'all']).protocols).to.include.members(['saga', 'choreo', '3pc']);
    expect(refused('--protocols', '4pc')).to.include('There is no protocol "4pc", only: saga, ');
  });

  it('refuses what is no number, no fault, or nothing it knows', () => {
    expect(refused('--minutes', 'x')).to.include('It must be a number from 0.2 to 600.');
    expect(refused('--instances', '1.5')).to.include('a whole number from 1 to 5');
    expect(refused('--faults', 'reset,rain')).to.include('There is no fault rain, only: refuse, ');
    expect(refused('--what')).to.include("unknown option '--what'");
    expect(refused('seven')).to.include('too many arguments');
  });
});
