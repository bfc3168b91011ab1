import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import sinon from 'sinon';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { twins } from '../../twins/twins.ts';
import { twinsCommand } from './command.ts';

/** Exit code and what is said. */
const refusal = (...args: string[]): [number, string] => {
  const said = sinon.stub(process.stderr, 'write').returns(true);
  try {
    twinsCommand(args);
  } catch (error) {
    if (error instanceof ExitError) return [error.exitCode, `${said.args.flat().join('')}${error.message}`];
  } finally {
    sinon.restore();
  }
  throw new Error('it was accepted');
};

describe('The command line of npm run twins', () => {
  it('plants every bug, for 1,000 seeds at most, on every core', () => {
    expect(twinsCommand([])).to.deep.equal({
      twins,
      seeds: 1_000,
      from: 1,
      more: 0,
      workers: availableParallelism(),
      write: false,
      page: false,
      list: false,
      json: false,
    });
  });

  it('takes some of the bugs by their names', () => {
    const { twins: some, write } = twinsCommand(['--write', '--only', 'no inbox', 'sweeper off']);
    expect(some.map(({ name }) => name)).to.deep.equal(['no inbox', 'sweeper off']);
    expect(write).to.equal(true);
  });

  it('refuses a bug that there is not, and a number that is none', () => {
    const [code, said] = refusal('--only', 'gremlins');
    expect([code, said]).to.deep.equal([
      64,
      'There is no bug "gremlins" to plant. These are: npm run twins -- --list',
    ]);
    expect(refusal('--seeds', '0')[0]).to.equal(64);
  });
});
