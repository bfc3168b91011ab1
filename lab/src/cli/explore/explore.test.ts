// `npm run explore`: what it may be told, and what it says.
import { expect } from 'chai';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { painter } from '../../show/paint.ts';
import { exploreCommand } from './command.ts';
import { runExplore } from './run.ts';

/** Nothing is said on the way. */
const silent = { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream;

const run = async (...args: readonly string[]) => {
  const { data, lines, exitCode } = await runExplore(exploreCommand(args), silent);
  return { data, text: lines(painter(false)).join('\n'), exitCode };
};

const failure = (args: readonly string[]): Promise<unknown> =>
  run(...args).then(
    () => expect.fail('it was accepted'),
    (error: unknown) => error,
  );

describe('npm run explore', () => {
  it('says of each world how many states it has, and that all holds', async () => {
    const { text, exitCode, data } = await run('--world', 'two-phase-commit-3', 'no-stock');
    expect(exitCode).to.equal(0);
    expect(text).to.match(/two-phase-commit-3 +288 +1,146 +11 +[\d.]+ +holds/);
    expect(text).to.match(/no-stock +[\d,]+ +[\d,]+ +\d+ +[\d.]+ +holds/);
    expect(data).to.have.nested.property('worlds[0].states', 288);
    expect(data).to.have.nested.property('worlds[1].verdict', 'holds');
  });

  it('is green where what is known to go wrong is found, and shows how', async () => {
    const { text, exitCode, data } = await run('--world', 'choreo-late', '2pc-blocked');
    expect(exitCode).to.equal(0);
    expect(text).to.match(/choreo-late +[\d,]+ +[\d,]+ +\d+ +[\d.]+ +holds/);
    expect(text).to.match(/2pc-blocked.*what goes wrong is found in 5 steps/);
    expect(text).to.include(' 5. saga-orchestrator dies for good');
    expect(data).to.have.nested.property('worlds[1].verdict', 'found');
  });

  it('shows what goes wrong with a bug that is planted in a role of a protocol', async () => {
    const { text, exitCode, data } = await run('--twin', 'choreo: no tombstone');
    expect(exitCode).to.equal(1);
    expect(text).to.include('I-6: inventory-service holds something for choreo.OrderPlaced');
    expect(data).to.deep.include({ twin: 'choreo: no tombstone', caught: true, world: 'choreo-late' });
  });

  it('cannot say whether all holds in a world that it had to give up', async () => {
    const { text, exitCode } = await run('--world', 'order', '--most-states', '100');
    expect(exitCode).to.equal(2);
    expect(text).to.match(/order: one order.*given up after 10\d states/);
  });

  it('shows what goes wrong with a planted bug as numbered sentences and as a picture', async () => {
    const { text, exitCode, data } = await run('--twin', 'no tombstone');
    expect(exitCode).to.equal(1);
    expect(text).to.include(' 5. inventory-service receives ReserveStock of A and sends StockReserved');
    expect(text).to.include('(x) I-6: ReserveStock of saga A took effect after ReleaseStock.');
    expect(text).to.include('==[ReleaseStock]==');
    expect(data).to.deep.include({ twin: 'no tombstone', caught: true });
  });

  it('names the worlds, and the bugs in deciders, when it is asked for another', async () => {
    const world = await failure(['--world', 'nowhere']);
    expect(world).to.be.instanceOf(ExitError).with.property('exitCode', 64);
    expect(world).to.have.property('message').that.includes('two-late');
    const twin = await failure(['--twin', 'outbox marked before confirm']);
    expect(twin).to.be.instanceOf(ExitError).with.property('exitCode', 64);
    expect(twin).to.have.property('message').that.includes('"no tombstone"');
  });

  it('does not plant a bug in a world of one’s choice', () => {
    expect(() => exploreCommand(['--twin', 'no tombstone', '--world', 'order'])).to.throw(ExitError);
  });
});
