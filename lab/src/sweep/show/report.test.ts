import { expect } from 'chai';
import { reportPage } from '../../report/report.ts';
import { elementsOf } from '../../testing/elements.ts';
import { expectGoodPage } from '../../testing/page-rules.ts';
import { twinNamed } from '../build/twins.ts';
import { cellsNamed } from '../cells/choice.ts';
import { gridNamed } from '../cells/grids.ts';
import { saga } from '../cells/saga.ts';
import { madeUpSweep } from '../testing/made-up-sweep.ts';
import { reportOf } from './report.ts';
import type { Swept } from './report.ts';

const swept = (parts: Partial<Swept> = {}): Swept => ({
  grid: saga,
  sweep: madeUpSweep(),
  build: twinNamed(undefined),
  command: 'npm run sweep',
  verdicts: [],
  uncovered: [],
  began: Date.parse('2026-01-01T12:00:00.000Z'),
  at: '2026-01-01T12:05:00.000Z',
  ...parts,
});
const { cells } = saga;
const lost = { 'payment-service/before-ack/ChargePayment': 'red' } as const;
const pageOf = (parts: Partial<Swept> = {}): string => reportPage(reportOf(swept(parts)), [], []);
const marksOf = (page: string): readonly string[] =>
  elementsOf(page)
    .filter(({ name, attributes }) => name === 'td' && attributes.has('data-state'))
    .map(({ attributes }) => attributes.get('data-state') ?? '');

describe('The report of a sweep', () => {
  it('is a good page, of a whole sweep, of a part and of nothing', () => {
    expectGoodPage(pageOf());
    expectGoodPage(pageOf({ sweep: madeUpSweep(lost) }));
    expectGoodPage(pageOf({ sweep: madeUpSweep({}, []) }));
  });

  it('has a mark for each cell, and says which were not tried', () => {
    const of = (page: string, state: string) => marksOf(page).filter((each) => each === state).length;
    const page = pageOf({ sweep: madeUpSweep(lost) });
    expect(of(page, 'holds')).to.equal(cells.length - 1);
    expect(of(page, 'violated')).to.equal(1);
    const part = pageOf({ sweep: madeUpSweep({}, cellsNamed(cells, 'payment-service/before-ack')) });
    expect(of(part, 'holds')).to.equal(4);
  });

  it('says what is red, how to have it again and where its history is', () => {
    const page = pageOf({ sweep: madeUpSweep(lost) });
    expect(page).to.include('npm run sweep -- --only payment-service/before-ack/ChargePayment');
    expect(page).to.match(/npm run lab -- check --from reports\/r\/\d+\.jsonl/);
    expect(page).to.include('1 red');
  });

  it('has a third grid where somebody does not return, and says where that blocks', () => {
    const grid = gridNamed('2pc');
    const states = { 'saga-orchestrator/before-publish/2pc.Commit/away': 'blocked' } as const;
    const page = pageOf({ grid, sweep: madeUpSweep(states, grid.cells) });
    expectGoodPage(page);
    expect(page).to.include('Crash sweep under 2pc');
    expect(page).to.include('Killed, and not there again');
    expect(page).to.match(/<\/svg> blocked<\/td>/);
    expect(page).to.include('1 blocked as promised');
    expect(pageOf()).not.to.include('not there again');
  });

  it('lists every death with its time, oldest first', () => {
    const { injections = [] } = reportOf(swept());
    const first = cells.filter(({ pass }) => pass === 'first').length;
    expect(injections).to.have.length(2 * cells.length - first);
    expect(injections.map(({ at }) => at)).to.deep.equal(
      injections.map(({ at }) => at).sort((a, b) => a - b),
    );
  });

  it('takes a twin for what it is: red where it should be is as it should be', () => {
    const some = cellsNamed(cells, 'payment-service/before-commit/ChargePayment');
    const red = madeUpSweep({ 'payment-service/before-commit/ChargePayment': 'red' }, some);
    const build = twinNamed('ack-before-commit');
    const state = (sweep: Swept['sweep']) =>
      reportOf(swept({ sweep, build, twin: 'ack-before-commit' })).outcome?.state;
    expect(state(red)).to.equal('holds');
    expect(state(madeUpSweep({}, some))).to.equal('violated');
  });
});
