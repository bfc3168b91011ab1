import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import sinon from 'sinon';
import { painter } from '../../show/paint.ts';
import { twinNamed } from '../../sweep/build/twins.ts';
import type { CellState } from '../../sweep/build/twins.ts';
import { idOf } from '../../sweep/cells/cells.ts';
import { cellsNamed } from '../../sweep/cells/choice.ts';
import { gridNamed, grids } from '../../sweep/cells/grids.ts';
import { saga } from '../../sweep/cells/saga.ts';
import { madeUpSweep } from '../../sweep/testing/made-up-sweep.ts';
import { sweepOptions } from './options.ts';
import { dataOf, exitCodeOf, outcomeData, outcomeLines, worstOf } from './outcome.ts';
import type { SweepOutcome } from './outcome.ts';

const { cells } = saga;
const SEED = 7;
const told = (...args: readonly string[]) => sweepOptions(args, SEED);
const cellsIn = (wanted: ReturnType<typeof told>['wanted']) => wanted.flatMap((one) => one.cells);
const refusal = (...args: readonly string[]): number | undefined => {
  const silenced = [process.stderr, process.stdout].map((stream) => sinon.stub(stream, 'write'));
  try {
    told(...args);
    return undefined;
  } catch (error) {
    return error instanceof ExitError ? error.exitCode : undefined;
  } finally {
    silenced.forEach((stub) => {
      stub.restore();
    });
  }
};

describe('The options of npm run sweep', () => {
  it('are all cells, of the right build, unless told', () => {
    expect(told()).to.deep.equal({ wanted: [{ grid: saga, cells }], json: false, command: 'npm run sweep' });
  });

  it('name cells, each of them once and in their order', () => {
    const { wanted, command } = told('--only', '*/before-ack/ChargePayment', '--only', 'payment-service');
    const ids = cellsIn(wanted).map(idOf);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.deep.equal(cells.map(idOf).filter((id) => ids.includes(id)));
    expect(command).to.equal("npm run sweep -- --only '*/before-ack/ChargePayment' --only payment-service");
  });

  it('are of the protocols that are named, each with its own cells', () => {
    const { wanted, command } = told('--protocols', 'choreo,2pc', '--only', '*/before-ack/2pc.Commit');
    expect(wanted.map(({ grid }) => grid.protocol)).to.deep.equal(['2pc']);
    expect(cellsIn(wanted)).to.have.length(6);
    expect(command).to.equal("npm run sweep -- --protocols choreo,2pc --only '*/before-ack/2pc.Commit'");
    expect(told('--protocols', 'all').wanted.map(({ grid }) => grid)).to.deep.equal(grids);
    expect(refusal('--only', '*/before-ack/2pc.Commit')).to.equal(exitCodes.usage);
    expect(refusal('--protocols', '4pc')).to.equal(exitCodes.usage);
  });

  it('have nobody stay away in a build with a bug, of which nobody has said what comes of it', () => {
    const of = (...more: readonly string[]) =>
      cellsIn(told('--protocols', '2pc', ...more).wanted).filter(({ pass }) => pass === 'away');
    expect(of()).not.to.have.length(0);
    expect(of('--twin', 'ack-before-commit')).to.have.length(0);
  });

  it('choose some by a seed, and say which it was', () => {
    const { wanted, command } = told('--some', '5');
    const chosen = cellsIn(wanted);
    expect(chosen).to.have.length(5);
    expect(command).to.equal('npm run sweep -- --some 5 --seed 7');
    expect(cellsIn(told('--some', '5', '--seed', '8').wanted)).not.to.deep.equal(chosen);
  });

  it('are refused with 64 where they are wrong, and help is none', () => {
    expect(refusal('--only', 'payment-service/never')).to.equal(exitCodes.usage);
    expect(refusal('--twin', 'nobody')).to.equal(exitCodes.usage);
    expect(refusal('--some', '0')).to.equal(exitCodes.usage);
    expect(refusal('--some', '1e3')).to.equal(exitCodes.usage);
    expect(refusal('--help')).to.equal(exitCodes.holds);
  });
});

const RED = 'payment-service/before-ack/ChargePayment';
const outcome = (parts: Partial<SweepOutcome> = {}): SweepOutcome => ({
  grid: saga,
  sweep: madeUpSweep(),
  build: twinNamed(undefined),
  command: 'npm run sweep',
  verdicts: [],
  uncovered: [],
  began: 0,
  at: '2026-01-01T12:00:00.000Z',
  report: 'reports/r/index.html',
  ...parts,
});
const textOf = (one: SweepOutcome): string =>
  outcomeLines(one, { width: 80, paint: painter(false) }).join('\n');

describe('What npm run sweep says', () => {
  it('is 0 when all is green, 1 for a red cell, 2 for one that was not reached', () => {
    const code = (states: Parameters<typeof madeUpSweep>[0]) =>
      exitCodeOf(outcome({ sweep: madeUpSweep(states) }));
    expect(code({})).to.equal(exitCodes.holds);
    expect(code({ [RED]: 'not reached' })).to.equal(exitCodes.unknown);
    expect(code({ [RED]: 'red', [`${RED}/redelivery`]: 'not reached' })).to.equal(exitCodes.violated);
  });

  it('is 0 for a cell that is blocked as its protocol promises, and the worst of several protocols', () => {
    const grid = gridNamed('2pc');
    const id = 'saga-orchestrator/before-publish/2pc.Commit/away';
    const of = (state: CellState) => outcome({ grid, sweep: madeUpSweep({ [id]: state }, grid.cells) });
    expect(exitCodeOf(of('blocked'))).to.equal(exitCodes.holds);
    expect(textOf(of('red'))).to.include(`-> npm run sweep -- --protocols 2pc --only ${id}\n`);
    expect(worstOf([of('not reached'), of('red'), of('green')])).to.equal(exitCodes.violated);
    expect(worstOf([of('green'), of('not reached')])).to.equal(exitCodes.unknown);
    expect(dataOf([of('green'), of('red')])).to.have.length(2);
    expect(dataOf([of('green')])).to.have.property('protocol', '2pc');
  });

  it('is 1 for a death that no cell asked for, and for a violation of the whole', () => {
    const stray = outcome({ sweep: { ...madeUpSweep(), kills: 1 } });
    expect(exitCodeOf(stray)).to.equal(exitCodes.violated);
    expect(textOf(stray)).to.include('the launcher saw 1 SIGKILL.');
    const crash = outcome({ sweep: { ...madeUpSweep(), otherCrashes: ['x crashed (SIGABRT)'] } });
    expect(exitCodeOf(crash)).to.equal(exitCodes.violated);
    const gap = outcome({ uncovered: ['order-service handles Paint, and no cell is about that.'] });
    expect(exitCodeOf(gap)).to.equal(exitCodes.violated);
    expect(textOf(gap)).to.include('(x) order-service handles Paint');
    const verdict = {
      invariant: 'I-1',
      state: 'violated',
      sentence: 'Money is missing.',
      findings: [],
    } as const;
    expect(exitCodeOf(outcome({ verdicts: [verdict] }))).to.equal(exitCodes.violated);
  });

  it('names a red cell, why it is, how to have it again and where its history is', () => {
    const text = textOf(outcome({ sweep: madeUpSweep({ [RED]: 'red' }) }));
    expect(text).to.include(`(x) ${RED}\n    ${RED} is red.\n    -> npm run sweep -- --only ${RED}\n`);
    expect(text).to.match(/ -> npm run lab -- check --from reports\/r\/\d+\.jsonl\n/);
    expect(text).to.match(
      /, 1 red, 0 not reached\. \d+ deaths written down, \d+ SIGKILLs seen\. 300 s\.\nReport: reports\/r\/index\.html$/,
    );
  });

  it('counts what a twin makes of its cells, and is 0 only if that is what it should', () => {
    const twin = 'ack-before-commit';
    const some = cellsNamed(cells, 'payment-service/*/ChargePayment');
    const expected = Object.fromEntries(
      some.map((cell) => [idOf(cell), twinNamed(twin).expected(cell, false)[0] ?? 'green']),
    );
    const good = outcome({ twin, build: twinNamed(twin), sweep: madeUpSweep(expected, some) });
    expect(exitCodeOf(good)).to.equal(exitCodes.holds);
    expect(textOf(good)).to.include('4 of 8 cells are red, exactly those that should be.');
    const bad = { ...good, sweep: madeUpSweep({}, some) };
    expect(exitCodeOf(bad)).to.equal(exitCodes.violated);
    expect(textOf(bad)).to.include('It is green, and was expected to be red.');
  });

  it('has all of it as data', () => {
    const data = JSON.parse(JSON.stringify(outcomeData(outcome()))) as { cells: { id: string }[] };
    expect(data.cells.map(({ id }) => id)).to.deep.equal(cells.map(idOf));
    expect(data).to.include({ exitCode: 0, report: 'reports/r/index.html', kills: outcome().sweep.kills });
  });
});
