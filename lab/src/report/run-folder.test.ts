import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { judge } from '../checker/judge.ts';
import { audit } from '../reader/audit.ts';
import { loadObservation } from '../reader/facts-file/load.ts';
import { asShown, completed, factsOf } from '../testing/made-up-facts.ts';
import { elementsOf } from '../testing/elements.ts';
import { expectGoodPage } from '../testing/page-rules.ts';
import type { Report } from './report.ts';
import { writeReport } from './run-folder.ts';

const made = completed();
const facts = factsOf(made);
const report: Report = {
  title: 'A run',
  command: 'npm run sim -- --seed 7',
  at: '2026-01-01T12:00:00.000Z',
  real: [],
  simulated: ['All of it.'],
  verdicts: judge(facts),
  figures: [{ name: 'Outcomes', heading: ['outcome', 'sagas'], rows: [['COMPLETED', 1]] }],
  injections: [],
  facts,
};

const { facts: _facts, ...withoutFacts } = report;

describe('The folder of a run', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-report-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('is made where it is not there, and has a page whose links lead to its files', async () => {
    const folder = join(dir, 'reports', 'run-1');
    expect(await writeReport(folder, report)).to.equal(join(folder, 'index.html'));
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expectGoodPage(page);
    const links = elementsOf(page).flatMap(({ name, attributes }) =>
      name === 'a' ? [decodeURIComponent(attributes.get('href') ?? '')] : [],
    );
    const files = links.filter((link) => !link.startsWith('#'));
    expect(files.toSorted()).to.deep.equal(
      readdirSync(folder)
        .filter((file) => file !== 'index.html')
        .sort(),
    );
  });

  it('has facts that are judged as the run was', async () => {
    await writeReport(dir, report);
    const observation = await loadObservation(join(dir, 'history.jsonl'));
    expect(audit(observation, asShown(made)).verdicts).to.deep.equal(report.verdicts);
  });

  it('has a picture of a guilty saga as a file and in the page, whatever its id is', async () => {
    const id = '../o1 <b>';
    const {
      orders: [order],
    } = facts;
    if (!order) throw new Error('there is no order');
    const strange = {
      ...facts,
      orders: [{ ...order, id }],
      history: { ...facts.history, ofSaga: () => facts.history.ofSaga('o1') },
    };
    await writeReport(dir, { ...report, facts: strange, sagas: [id] });
    const [file = ''] = readdirSync(dir).filter((name) => name.endsWith('.svg'));
    expect(file).to.match(/^saga-[\w-]+[.]svg$/);
    const svg = elementsOf(readFileSync(join(dir, file), 'utf8'));
    expect(svg[0]?.attributes.get('aria-label')).to.equal(`Saga ${id}, COMPLETED`);
    const page = readFileSync(join(dir, 'index.html'), 'utf8');
    expectGoodPage(page);
    expect(elementsOf(page).map(({ attributes }) => attributes.get('href'))).to.include(file);
  });

  it('has the inconsistency window among its figures, by the best clock there is', async () => {
    const windowsOf = async (one: Report) => {
      await writeReport(dir, one);
      const { figures } = JSON.parse(readFileSync(join(dir, 'figures.json'), 'utf8')) as Pick<
        Report,
        'figures'
      >;
      return figures.find(({ name }) => name.startsWith('Inconsistency window'));
    };
    const byDatabases = await windowsOf(report);
    expect(byDatabases?.name).to.match(/by the clock of each database$/);
    expect(byDatabases?.rows).to.deep.equal([['COMPLETED', 1, 9, 9, 9, 9]]);
    const durableAt = new Map(
      facts.history.all.map(({ service, commit }) => [`${service}/${commit._id}`, commit.at * 10]),
    );
    const byWorld = await windowsOf({ ...report, durableAt });
    expect(byWorld?.name).to.match(/by the clock of the simulated world$/);
    expect(byWorld?.rows).to.deep.equal([['COMPLETED', 1, 90, 90, 90, 90]]);
  });

  it('has verdicts and figures as JSON', async () => {
    await writeReport(dir, report);
    const read = (file: string) =>
      JSON.parse(readFileSync(join(dir, file), 'utf8')) as Record<string, unknown>;
    expect(read('verdict.json')).to.deep.include({
      command: report.command,
      state: 'holds',
      verdicts: report.verdicts,
    });
    expect(read('figures.json')).to.have.nested.property('figures[0]').that.deep.equals(report.figures[0]);
  });

  it('is written again in the same place', async () => {
    await writeReport(dir, report);
    const before = readdirSync(dir);
    await writeReport(dir, { ...report, title: 'Another run' });
    expect(readdirSync(dir)).to.deep.equal(before);
    expect(readFileSync(join(dir, 'index.html'), 'utf8')).to.include('<h1>Another run</h1>');
  });

  it('needs no facts', async () => {
    await writeReport(dir, withoutFacts);
    expect(readdirSync(dir).sort()).to.deep.equal(['figures.json', 'index.html', 'verdict.json']);
  });
});
