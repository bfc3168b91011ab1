import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { Command } from 'commander';
import { expect } from 'chai';
import sinon from 'sinon';
import { parsedCommand } from './parsed-command.ts';

const command = () => new Command('npm run this --').option('--seeds <n>', 'how many', Number, 7);

const exitCodeOf = (args: readonly string[]): number => {
  try {
    parsedCommand(command(), args);
  } catch (error) {
    if (error instanceof ExitError) return error.exitCode;
  }
  throw new Error('it was accepted');
};

describe('A command line', () => {
  beforeEach(() => {
    for (const stream of [process.stdout, process.stderr])
      sinon
        .stub(stream, 'write')
        .withArgs(sinon.match(/Usage|error/))
        .returns(true)
        .callThrough();
  });
  afterEach(() => {
    sinon.restore();
  });

  it('is read, with what it leaves out', () => {
    expect(parsedCommand(command(), ['--seeds', '3']).opts()).to.deep.equal({ seeds: 3 });
    expect(parsedCommand(command(), []).opts()).to.deep.equal({ seeds: 7 });
  });

  it('ends with 64 if it is wrong, and with 0 if it asks for help', () => {
    expect(exitCodeOf(['--sedes', '3'])).to.equal(64);
    expect(exitCodeOf(['--seeds'])).to.equal(64);
    expect(exitCodeOf(['--help'])).to.equal(0);
  });
});
