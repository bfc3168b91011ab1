import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import sinon from 'sinon';
import { painter } from '../../show/paint.ts';
import { twinNamed } from '../../sweep/build/twins.ts';
import { cells, idOf } from '../../sweep/cells/cells.ts';
import { cellsNamed } from '../../sweep/cells/choice.ts';
import { madeUpSweep } from '../../sweep/testing/made-up-sweep.ts';
import { sweepOptions } from './options.ts';
import { exitCodeOf, outcomeData, outcomeLines } from './outcome.ts';
import type { SweepOutcome } from './outcome.ts';

const SEED = 7;
const told = (...args: readonly string[]) => sweepOptions(args, SEED);
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
    expect(told()).to.deep.equal({ cells, json: false, command: 'npm run sweep' });
  });

  it('name cells, each of them once and in their order', () => {
    const { cells: chosen, command } = told(
      '--only',
      '*/before-ack/ChargePayment',
      '--only',
      'payment-service',
    );
    const ids = chosen.map(idOf);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.deep.equal(cells.map(idOf).filter((id) => ids.includes(id)));
    expect(command).to.equal("npm run sweep -- --only '*/before-ack/ChargePayment' --only payment-service");
  });

  it('choose some by a seed, and say which it was', () => {
    const { cells: chosen, command } = told('--some', '5');
    expect(chosen).to.have.length(5);
    expect(command).to.equal('npm run sweep -- --some 5 --seed 7');
    expect(told('--some', '5', '--seed', '8').cells).not.to.deep.equal(chosen);
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
