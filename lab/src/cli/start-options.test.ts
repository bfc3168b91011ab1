import { expect } from 'chai';
import sinon from 'sinon';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { startOptions } from './start-options.ts';

const exitCodeOf = (args: string[], env: Record<string, string> = {}): number => {
  try {
    startOptions(args, env);
  } catch (error) {
    if (error instanceof ExitError) return error.exitCode;
  }
  throw new Error('it was accepted');
};

describe('options of npm start', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('are: the real engine, staying up, pictures', () => {
    expect(startOptions([], {})).to.deep.equal({
      engine: 'real',
      why: 'the default',
      once: false,
      json: false,
      cluster: false,
    });
  });

  it('take a data directory from where npm was called', () => {
    const env = { INIT_CWD: '/home/ada' };
    expect(startOptions(['--data-dir', 'lab'], env)).to.include({ dataDir: '/home/ada/lab' });
  });

  it('take the engine from the environment, but the command line goes first', () => {
    const env = { SAGA_LAB_ENGINE: 'memory' };
    expect(startOptions(['--once', '--json'], env)).to.deep.include({
      engine: 'memory',
      once: true,
      json: true,
    });
    expect(startOptions(['--engine', 'real'], env)).to.deep.include({
      engine: 'real',
      why: 'asked for by --engine',
    });
  });

  it('are refused with 64, and a bad environment with 78', () => {
    const said = sinon.stub(process.stderr, 'write').returns(true);
    const codes = [
      exitCodeOf(['--sometimes']),
      exitCodeOf(['--engine', 'diesel']),
      exitCodeOf(['surplus']),
      exitCodeOf([], { SAGA_LAB_ENGINE: 'diesel' }),
      exitCodeOf(['--cluster'], { SAGA_LAB_ENGINE: 'memory' }),
    ];
    sinon.restore();
    expect(codes).to.deep.equal([64, 64, 64, 78, 64]);
    expect(said.firstCall.args[0]).to.contain('--sometimes');
  });
});
