import { expect } from 'chai';
import { elementsOf } from '@saga-lab/lab/testing/elements';
import { expectGoodPage } from '@saga-lab/lab/testing/page-rules';
import { backlog, overload, point, series } from '../testing/made-up-growth.ts';
import { articlesOf } from './articles.ts';
import { backlogOf } from './backlog-figures.ts';
import { historyOf } from './history.ts';
import { longRunOf, partsOf } from './memory-figures.ts';
import { flawsOf } from './outcome.ts';
import { bucketOf, bucketsOf, overloadOf, recoveryOf } from './overload-figures.ts';
import { pageOf } from './page.ts';
import { pointsCurves, pointsTable, toFirst } from './points.ts';
import { recordedWith } from './result.ts';
import { seriesNames } from './series.ts';
import { tableOf } from './table.ts';

const states = ({ goals }: { readonly goals: readonly { readonly state: string }[] }) =>
  goals.map(({ state }) => state);

describe('Points of a load', () => {
  const points = [point('1 line', 50, 100), point('1 line', 200, 160), point('5 lines', 50, 80)];

  it('stand beside the first step under the same load', () => {
    expect(points.map((one) => toFirst(points, one))).to.deep.equal([1, 1, 0.8]);
    const { heading, rows } = pointsTable('Lines', 'an order', points);
    expect(heading.slice(0, 6)).to.deep.equal([
      'an order',
      'at once',
      'sagas/s',
      'least',
      'most',
      'of the first',
    ]);
    expect(rows.map((row) => row.slice(0, 6))).to.deep.equal([
      ['1 line', 50, 100, 100, 100, 1],
      ['1 line', 200, 160, 160, 160, 1],
      ['5 lines', 50, 80, 80, 80, 0.8],
    ]);
    expect(rows.every((row) => row.length === heading.length)).to.equal(true);
  });

  it('are a line for each number at once, with a gap where nothing was measured', () => {
    const [rates] = pointsCurves(points, 'against lines');
    expect(rates?.cases).to.deep.equal(['1 line', '5 lines']);
    expect(
      rates?.series.map(({ name, values }) => [name, values.map((value) => value?.median)]),
    ).to.deep.equal([
      ['50 at once', [100, 80]],
      ['200 at once', [160, undefined]],
    ]);
  });
});

describe('Goals of growth', () => {
  it('are reached by a history that costs a tenth of the rate at most, and by an article that keeps 0.3 of it', () => {
    const history = (rate: number) =>
      historyOf([point('1', 50, 100), point('2', 50, 100), point('3', 50, rate)]);
    expect([90, 89].map((rate) => states(history(rate)))).to.deep.equal([['holds'], ['open']]);
    const articles = (rate: number) =>
      articlesOf([point('1 article', 200, rate), point('50 articles', 200, 100)]);
    expect([30, 29].map((rate) => states(articles(rate)))).to.deep.equal([['holds'], ['open']]);
  });

  it('are reached by backlogs of which nothing is lost, and with which no service grows', () => {
    expect(states(backlogOf([backlog(10, 90), backlog(100, 130)]))).to.deep.equal([
      'holds',
      'holds',
      'holds',
    ]);
    expect(states(backlogOf([backlog(10, 90), backlog(100, 131, ['too few'])]))).to.deep.equal([
      'holds',
      'open',
      'open',
    ]);
  });

  it('are reached by a memory that is flat behind the first half, however it came there', () => {
    const run = (mib: (n: number) => number) =>
      longRunOf({
        atOnce: 50,
        sagas: 1,
        samples: Array.from({ length: 40 }, (_, n) => ({ atMs: n * 100, mib: { 'order-service': mib(n) } })),
      });
    expect(states(run((n) => (n < 20 ? 50 : 150)))).to.deep.equal(['holds', 'holds']);
    expect(states(run((n) => 50 + 2 * n))).to.deep.equal(['open', 'holds']);
    expect(states(run(() => 250))).to.deep.equal(['holds', 'open']);
  });
});

describe('The memory of a run', () => {
  it('is told by the median of each part', () => {
    const samples = [1, 2, 9, 4, 4, 4].map((mib, n) => ({ atMs: n * 10, mib: { a: mib } }));
    expect(partsOf(samples, 2)).to.deep.equal([{ a: 2 }, { a: 4 }]);
  });
});

describe('What adds up', () => {
  const sums = { completed: 8, compensated: 2, open: 0, shipped: 8, reserved: 0, paid: 800 };

  it('is stock and money that moved as often as sagas completed', () => {
    expect(flawsOf(sums, 10, 100)).to.deep.equal([]);
  });

  it('is not: one that was lost, doubled, left open, or charged and not shipped', () => {
    const flaws = (change: Partial<typeof sums>) => flawsOf({ ...sums, ...change }, 10, 100);
    expect(flaws({ compensated: 1, open: 1 })).to.deep.equal([
      'sagas that ended: 9 instead of 10',
      'sagas still open: 1 instead of 0',
    ]);
    expect(flaws({ shipped: 9 })).to.deep.equal(['pieces shipped: 9 instead of 8']);
    expect(flaws({ paid: 900, reserved: 1 })).to.deep.equal([
      'pieces still reserved: 1 instead of 0',
      'minor units paid: 900 instead of 800',
    ]);
  });
});

describe('An overload', () => {
  it('is told step by step: what was asked for, served, and turned away', () => {
    const { courses, from, to, begun } = overload;
    const { offered, served, turnedAway, p50 } = bucketOf(courses, from, to);
    expect({ offered, served, turnedAway, p50 }).to.deep.equal({
      offered: 2_000,
      served: 805, // those of the last 2 s end behind it, and five from before in it
      turnedAway: 1_000,
      p50: 2_000,
    });
    const steps = bucketsOf(courses, begun, 5_000);
    expect(steps.map(({ atMs }) => atMs)).to.deep.equal([0, 5_000, 10_000, 15_000, 20_000, 25_000]);
    expect(steps.reduce((sum, step) => sum + step.offered, 0)).to.equal(courses.length);
  });

  it('is over when all later orders are about as fast as before', () => {
    expect(recoveryOf(overload)).to.equal(3_000);
    const slow = overload.courses.map((one) =>
      one.intended === 29_500 ? { ...one, outcome: 'shed' as const } : one,
    );
    expect(recoveryOf({ ...overload, courses: slow })).to.equal(undefined);
  });

  it('keeps its peak if what it completes is 0.8 of it, undone ones left out', () => {
    expect(states(overloadOf({ ...overload, peak: 100 }))).to.deep.equal(['holds']);
    expect(states(overloadOf({ ...overload, peak: 101 }))).to.deep.equal(['open']);
    expect(states(overloadOf({ ...overload, peak: 100, completed: 50, compensated: 50 }))).to.deep.equal([
      'open',
    ]);
    const { says } = overloadOf(overload);
    expect(says[1]).to.include('1,000 of 2,000 (1,000 x 503, Retry-After: 1)');
    expect(says[2]).to.include('12.5 ms in the overload').and.include('0.80 of the peak');
    expect(says[3]).to.include('was back 3 s after the overload');
  });
});

describe('All series', () => {
  const all = series();
  const machine = {
    processors: '2 x some',
    memoryGiB: 8,
    busyWithOthers: 0.1,
    system: 'Linux',
    node: 'v26',
    rabbitmq: '3.10',
    mongodb: '6.0',
    settings: {},
  };
  const result = { command: 'npm run bench:growth --', at: '2026-01-02T03:04:05.678Z', machine, series: all };
  const text = pageOf(result);

  it('have a section each in a page that needs nothing else', () => {
    expectGoodPage(text);
    const ids = elementsOf(text).flatMap(({ name, attributes }) =>
      name === 'h2' ? (attributes.get('id') ?? []) : [],
    );
    expect(ids).to.deep.equal([...seriesNames, 'how']);
    expect(text).not.to.include('NaN');
  });

  it('have a curve each, but what is done while there is nothing to do', () => {
    expect(all.filter(({ curves }) => curves.length === 0).map(({ name }) => name)).to.deep.equal(['idle']);
  });

  it('are text with sentences, goals and tables as well', () => {
    const lines = tableOf(all).split('\n');
    expect(lines).to.include('An article that everybody wants');
    expect(
      lines.some((line) => line.startsWith('(~) If everybody wants the same article, 0.25 of')),
    ).to.equal(true);
    expect(lines.some((line) => /^100 lines\s+50\s+40\s/.test(line))).to.equal(true);
  });

  it('are recorded each with its run, and replace what was recorded of them', () => {
    const first = recordedWith([], result);
    expect(first.map(({ name }) => name)).to.deep.equal(seriesNames);
    expect(first[0])
      .to.include({ command: result.command, at: result.at })
      .and.not.to.have.any.keys('raw', 'curves');
    const later = { ...result, command: 'later', series: all.slice(2, 3) };
    const commands = recordedWith(first, later).map(({ command }) => command);
    expect(commands.filter((command) => command === 'later')).to.have.length(1);
    expect(commands[2]).to.equal('later');
  });
});
