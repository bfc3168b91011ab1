import { expect } from 'chai';
import { elementsOf } from '@saga-lab/lab/testing/elements';
import { expectGoodPage } from '@saga-lab/lab/testing/page-rules';
import type { ContestantName } from '../contest/contestant.ts';
import { planOf } from '../contest/plan.ts';
import { comparedLoads } from '../figures/comparison.ts';
import { reached } from '../figures/goals.ts';
import { figures } from '../testing/made-up-figures.ts';
import { pageOf } from './page.ts';
import { tableOf } from './table.ts';

const run = (contestant: ContestantName, load: string, perSecond: number, p50: number) => ({
  round: 0,
  contestant,
  load,
  figures: figures(perSecond, p50),
});
const runs = [
  run('ours', '1 at once', 12, 60),
  run('floor', '1 at once', 10, 80),
  run('ours', '200 at once', 130, 1_500),
  run('floor', '200 at once', 520, 370),
  run('ours', '60/s', 60, 90),
  run('ours', '200 at once, 20 % refused', 65, 1_700),
];
const loads = comparedLoads(runs);
const machine = {
  processors: '2 x some',
  memoryGiB: 8,
  busyWithOthers: 0.1,
  system: 'Linux',
  node: 'v26',
  rabbitmq: '3.10',
  mongodb: '6.0',
  settings: { WRITES_PER_SECOND: '100000' },
};
const result = {
  command: 'npm run bench -- --full',
  at: '2026-01-02T03:04:05.678Z',
  machine,
  plan: planOf({ extent: 'full' }),
  loads,
  runs,
};

describe('The page of a benchmark', () => {
  const text = pageOf(result);
  const elements = elementsOf(text);
  const table = (name: string) =>
    elements.find((one) => one.name === 'table' && one.attributes.get('aria-label')?.startsWith(name))
      ?.text ?? '';

  it('needs nothing else, and everything in it has a name', () => {
    expectGoodPage(text);
    expect(text).to.include('<h1>').and.include('npm run bench -- --full');
  });

  it('has a section for whatever was measured, and none for what was not', () => {
    const ids = (page: string) =>
      elementsOf(page).flatMap(({ name, attributes }) => (name === 'h2' ? (attributes.get('id') ?? []) : []));
    expect(ids(text)).to.deep.equal(['goals', 'speed', 'open', 'cost', 'processes', 'own', 'how', 'runs']);
    const few = runs.slice(0, 2);
    expect(ids(pageOf({ ...result, loads: comparedLoads(few), runs: few }))).to.deep.equal([
      'goals',
      'speed',
      'cost',
      'how',
      'runs',
    ]);
  });

  it('says which goals are reached', () => {
    expect(reached(loads).map(({ load, state }) => [load, state])).to.deep.equal([
      ['1 at once', 'holds'],
      ['200 at once', 'open'],
    ]);
    expect(text).to.include('1 of 2 goals are reached.').and.include('0.25 of the rate of the floor');
  });

  it('says how ours stands against the faster of the engines', () => {
    const engines = [run('dbos', '200 at once', 50, 2_000), run('restate', '200 at once', 100, 1_400)];
    const compared = comparedLoads([...runs, ...engines, run('plain-http', '200 at once', 300, 700)]);
    expect(reached(compared).map(({ state }) => state)).to.deep.equal(['holds', 'open', 'open', 'open']);
    const [, , rate, p99] = reached(compared);
    expect(rate?.sentence).to.include('1.30 of the rate of restate, the faster');
    expect(p99?.sentence).to.match(/at most \d+ ms, those of the engines \d+ ms/);
    const slower = comparedLoads([...runs, run('dbos', '200 at once', 65, 9_000)]);
    expect(reached(slower).map(({ state }) => state)).to.deep.equal(['holds', 'open', 'holds', 'holds']);
    const page = pageOf({ ...result, loads: compared, runs: [...runs, ...engines] });
    expectGoodPage(page);
    expect(page).to.include('200 at once').and.include('plain-http');
  });

  it('compares refusals with the same number at once without any', () => {
    expect(table('Loads that the floor does not know')).to.match(/200 at once, 20 % refused.*0\.5\s*$/s);
  });
});

describe('The table of a benchmark', () => {
  it('has a row for each load and contestant, with the ratio that counts there', () => {
    const lines = tableOf(loads).split('\n');
    expect(lines.find((line) => line.startsWith('1 at once    '))).to.match(/0\.75 x .* the latency$/);
    expect(lines.find((line) => line.startsWith('200 at once    '))).to.match(/0\.25 x .* the rate$/);
    expect(lines.filter((line) => /^\d/.test(line))).to.have.length(2 * 6);
  });
});
