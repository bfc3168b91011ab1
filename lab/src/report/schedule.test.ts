import { expect } from 'chai';
import { completed, factsOf } from '../testing/made-up-facts.ts';
import { elementsOf } from '../testing/elements.ts';
import { expectGoodPage, nameOf } from '../testing/page-rules.ts';
import { endsOverTime } from './ends-over-time.ts';
import { schedule } from './schedule.ts';

const plan = {
  caption: 'Faults above, and how sagas ended below.',
  durationMs: 60_000,
  spans: [
    { at: 30_000, until: 45_000, lane: 'kill', sentence: 'payment-service is killed, for 15 s.' },
    { at: 3_000, until: 3_000, lane: 'cut', sentence: 'The link of <order-service> is cut.' },
    { at: 50_000, until: 90_000, lane: 'kill', sentence: 'order-service is killed until the end.' },
  ],
  ends: {
    everyMs: 20_000,
    series: [
      { name: 'COMPLETED', token: 'ok', isFilled: true, values: [6, 0, 2] },
      { name: 'COMPENSATED', token: 'compensation', isFilled: false, values: [2, 0, 0] },
    ],
  },
} as const;
const text = schedule(plan).text;
const elements = elementsOf(text);
const numbers = (style: string, ...fields: readonly string[]) =>
  elements
    .filter(({ name, attributes }) => name === 'rect' && attributes.get('class') === style)
    .map(({ attributes }) => fields.map((field) => Number(attributes.get(field))));

describe('The schedule of a run', () => {
  it('names each fault and each stretch of time in a sentence', () => {
    expectGoodPage(text);
    expect(elements.filter(({ attributes }) => attributes.get('role') === 'img').map(nameOf)).to.deep.equal([
      'payment-service is killed, for 15 s.',
      'The link of <order-service> is cut.',
      'order-service is killed until the end.',
      'Between 0 s and 20 s sagas ended: 6 COMPLETED, 2 COMPENSATED.',
      'Between 40 s and 60 s sagas ended: 2 COMPLETED, 0 COMPENSATED.',
    ]);
  });

  it('has a bar for each fault as long as it lasted, in the line of its lane, and within the run', () => {
    const [kill = [], cut = [], last = []] = numbers('fill wait', 'x', 'y', 'width');
    const perSecond = (1_000 - 16 - 190) / 60;
    expect(kill[0]).to.be.closeTo(190 + 30 * perSecond, 0.1);
    expect(kill[2]).to.be.closeTo(15 * perSecond, 0.2);
    expect(cut[1], 'another lane').to.be.lessThan(kill[1] ?? 0);
    expect(cut[2], 'still to be seen').to.equal(3);
    expect((last[0] ?? 0) + (last[2] ?? 0)).to.be.at.most(984.1);
  });

  it('stacks the ends of sagas, each sort in its own way, in proportion', () => {
    const [[first = 0] = [], [third = 0] = []] = numbers('fill ok', 'height').filter(
      ([height]) => height !== 12,
    );
    const [[undone = 0] = []] = numbers('hollow compensation', 'height').filter(([height]) => height !== 12);
    expect(first / third).to.be.closeTo(3, 0.05);
    expect(first / undone).to.be.closeTo(3, 0.05);
    const legend = elements.filter(({ name }) => name === 'li').map((item) => item.text.trim());
    expect(legend).to.deep.equal(['COMPLETED: 8', 'COMPENSATED: 2']);
  });

  it('shows a run in which nothing was done and nothing ended', () => {
    expectGoodPage(schedule({ ...plan, spans: [], ends: { everyMs: 1_000, series: [] } }).text);
  });
});

describe('How sagas ended over time', () => {
  it('is counted from the histories, in stretches since the run began', () => {
    const facts = factsOf(completed());
    const of = (began: number) => endsOverTime(facts, { began, everyMs: 5, durationMs: 20 }).series;
    expect(of(0).map(({ name, values }) => [name, ...values])).to.deep.equal([
      ['COMPLETED', 0, 1, 0, 0],
      ['COMPENSATED', 0, 0, 0, 0],
    ]);
    expect(
      of(-100).flatMap(({ values }) => values),
      'ended after the run',
    ).to.deep.equal(Array(8).fill(0));
  });
});
