import { expect } from 'chai';
import type { Verdict } from '../checker/verdict.ts';
import { elementsOf } from '../testing/elements.ts';
import { expectGoodPage, nameOf } from '../testing/page-rules.ts';
import { grid } from './grid.ts';
import type { Report } from './report.ts';
import { outcomeOf, reportPage } from './report.ts';

const hostile = `<img src="https://example.org/x" onerror='alert(1)'>&amp;`;
const verdict = (state: Verdict['state'], findings: readonly string[] = []): Verdict => ({
  invariant: 'I-5',
  state,
  sentence: 'No command took effect twice.',
  findings,
});
const report = (parts: Partial<Report> = {}): Report => ({
  title: 'Crash sweep',
  command: 'npm run sweep',
  at: '2026-01-01T12:00:00.000Z',
  real: ['Broker, database and services.'],
  simulated: ['Nothing but the crashes.'],
  verdicts: [verdict('holds')],
  figures: [{ name: 'Kills', heading: ['service', 'kills'], rows: [['order-service', 1_234]] }],
  injections: [{ at: 1_500, what: 'payment-service is killed', service: 'payment-service' }],
  ...parts,
});
const cells = {
  caption: 'Where each service was killed, and whether all of it held afterwards',
  rowsAre: 'message',
  columns: ['before the commit', 'after the commit'],
  groups: [
    {
      title: 'payment-service',
      rows: [
        {
          title: 'ChargePayment',
          cells: [
            { state: 'holds', sentence: 'Killed before the commit: all of it held.' },
            {
              state: 'violated',
              sentence: 'Killed after the commit: ChargePayment took effect 2 times.',
              label: 'I-5',
              command: 'npm run sweep -- --only payment-service/ChargePayment',
            },
          ],
        },
        { title: 'RefundPayment', cells: [{ state: 'none', sentence: 'Not tried.' }, undefined] },
      ],
    },
  ],
} as const;
const pageOf = (parts: Partial<Report> = {}) => reportPage(report(parts), [], []);

describe('The page of a report', () => {
  it('is whole, fetches nothing, runs nothing, and names every mark in a sentence', () => {
    expectGoodPage(pageOf());
    expectGoodPage(pageOf({ sections: [{ id: 'grid', title: 'Grid', body: grid(cells) }] }));
    expectGoodPage(pageOf({ verdicts: [], figures: [], injections: [] }));
  });

  it('shows hostile text as text, wherever it stands', () => {
    const { caption, columns, groups } = cells;
    const words = [hostile, hostile];
    const text = pageOf({
      title: hostile,
      command: hostile,
      real: [hostile],
      simulated: [hostile],
      verdicts: [{ ...verdict('violated', [hostile]), sentence: hostile }],
      figures: [{ name: hostile, heading: words, rows: [words] }],
      injections: [{ at: 0, what: hostile, service: hostile }],
      sections: [
        { id: 'grid', title: hostile, body: grid({ caption: hostile, rowsAre: caption, columns, groups }) },
      ],
    });
    expectGoodPage(text);
    const shown = elementsOf(text).find(({ name }) => name === 'h1');
    expect(shown?.text).to.equal(hostile);
  });

  it('says first what came out', () => {
    const outcome = (...verdicts: readonly Verdict[]) => outcomeOf(report({ verdicts }));
    expect(outcome(verdict('holds'))).to.deep.equal({
      state: 'holds',
      sentence: 'All invariants that were judged hold: 1.',
    });
    expect(outcome(verdict('open'), verdict('holds')).state).to.equal('open');
    expect(outcome(verdict('open'), verdict('violated'))).to.deep.equal({
      state: 'violated',
      sentence: 'Violated: I-5.',
    });
    expect(outcome().state).to.equal('none');
    const own = { state: 'violated', sentence: '2 of 40 cells are violated.' } as const;
    expect(outcomeOf(report({ outcome: own }))).to.equal(own);
  });

  it('folds away what is too long, and loses none of it', () => {
    const findings = Array.from({ length: 25 }, (_, n) => `finding ${n}`);
    const elements = elementsOf(pageOf({ verdicts: [verdict('violated', findings)] }));
    const folded = elements.filter(
      ({ name, parents }) => name === 'li' && parents.some((one) => one.name === 'details'),
    );
    expect(folded).to.have.length(15);
    expect(elements.filter(({ name, text }) => name === 'li' && /^finding \d+$/.test(text))).to.have.length(
      25,
    );
  });

  it('writes numbers for people', () => {
    expect(
      elementsOf(pageOf())
        .filter(({ name }) => name === 'td')
        .map(({ text }) => text),
    ).to.include('1,234');
  });
});

describe('A grid of cells', () => {
  const elements = elementsOf(grid(cells).text);
  const named = (name: string) => elements.filter((element) => element.name === name);

  it('has a place for each case, and none but the mark in it', () => {
    expect(named('td').map(({ attributes }) => attributes.get('data-state'))).to.deep.equal([
      'holds',
      'violated',
      'none',
      'none',
    ]);
    expect(named('th').map(({ text }) => text)).to.deep.equal([
      'message',
      'before the commit',
      'after the commit',
      'payment-service',
      'ChargePayment',
      'RefundPayment',
    ]);
  });

  it('counts what it shows', () => {
    const legend = named('li').map(({ text }) => text.trim());
    expect(legend.slice(0, 3).map((one) => one.replace(/^.*[.] /, ''))).to.deep.equal([
      'holds: 1',
      'violated: 1',
      'not tried: 1',
    ]);
  });

  it('says below why something is violated, and what to type', () => {
    const last = named('li').at(-1);
    expect(last?.text).to.equal(
      'Killed after the commit: ChargePayment took effect 2 times. npm run sweep -- --only payment-service/ChargePayment',
    );
    const marks = elements.filter(({ attributes }) => attributes.get('role') === 'img');
    expect(marks.map(nameOf)).to.include('Killed after the commit: ChargePayment took effect 2 times.');
  });
});
