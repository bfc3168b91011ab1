// Documents that can rot are run: links lead somewhere, named symbols exist, scripts are real.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { loadCatalogue } from '../../e2e/stage/catalogue.ts';
import { metricsPage } from './metrics-page.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

const linksOf = (document: string) =>
  [...read(document).matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)]
    .map(([, text = '', target = '']) => ({ text, target }))
    .filter(({ target }) => !/^(https?:|#)/.test(target));

const fileOf = (document: string, target: string) =>
  join(dirname(join(root, document)), target.replace(/#.*$/, ''));

const catalogue = await loadCatalogue();
const scenarios = catalogue.map(({ name }) => name);

const rowsOf = (document: string, of: RegExp) =>
  read(document)
    .split('\n')
    .filter((line) => of.test(line));
const scenariosIn = (row: string) =>
  [...row.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name = '']) => name);
const isCovered = (row: string) => scenariosIn(row).length > 0 || /\]\(\.\.\//.test(row);
const numbered = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_each, n) => `${letter}-${String(from + n).padStart(2, '0')}`);

/** Each link with a sentence leads to a test of that sentence. */
const expectTests = (rows: readonly string[]) => {
  const tests = rows.flatMap((row) => [...row.matchAll(/\]\(\.\.\/([^)]+)\) "([^"]+)"/g)]);
  expect(tests.length).to.be.above(30);
  for (const [, file = '', sentence = ''] of tests) expect(read(file), file).to.include(sentence);
};

describe('The documents', () => {
  for (const document of documents) {
    it(`${document} links to files that exist, and to symbols that are in them`, () => {
      for (const { text, target } of linksOf(document)) {
        const file = fileOf(document, target);
        expect(existsSync(file), `${document} links to ${target}`).to.equal(true);
        const symbol = /^`(\w+)`$/.exec(text)?.[1];
        if (symbol === undefined || !target.endsWith('.ts')) continue;
        expect(readFileSync(file, 'utf8'), relative(root, file)).to.match(new RegExp(`\\b${symbol}\\b`));
      }
    });

    it(`${document} names npm scripts that exist`, () => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
      const named = [...read(document).matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test))/g)];
      for (const [, script, short] of named) expect(scripts).to.have.property(script ?? short ?? '');
    });
  }

  it('the page of metrics is what the metrics say; `npm run docs:metrics` writes it', async () => {
    expect(read('docs/metrics.md')).to.equal(await metricsPage());
  });

  it('every metric says what it tells and when to worry', async () => {
    const rows = (await metricsPage()).split('\n').filter((line) => line.startsWith('| `saga_lab_'));
    expect(rows.length).to.be.above(20);
    for (const row of rows) expect(row).to.match(/worry/i);
  });

  it('the walkthrough has at most ten stops, each with a link into the code', () => {
    const stops = read('docs/walkthrough.md').split(/^## /m).slice(1);
    expect(stops.length).to.be.within(5, 10);
    for (const stop of stops) expect(stop, stop.split('\n')[0]).to.match(/\]\(\.\.\/[\w/.-]+\.ts\)/);
  });

  it('the tests that would notice what is taken away exist', () => {
    expectTests([read('docs/mutations.md')]);
  });

  describe('the table of failure modes', () => {
    const rows = rowsOf('docs/failure-modes.md', /^\| F-/);

    it('has a row for every fault of the matrix, and each is covered or put off', () => {
      const ids = rows.map((row) => row.slice(2, 6));
      expect(ids).to.deep.equal([
        ...numbered('F', 1, 14),
        ...numbered('F', 20, 33),
        ...numbered('F', 40, 48),
        ...numbered('F', 50, 58),
        ...numbered('F', 60, 69),
      ]);
      for (const row of rows) expect(/_later_/.test(row) || isCovered(row), row).to.equal(true);
    });

    it('names scenarios that are in the catalogue, and every scenario that makes a fault', () => {
      const named = new Set(rowsOf('docs/failure-modes.md', /^\| [FLB]-/).flatMap(scenariosIn));
      expect(scenarios).to.include.members([...named]);
      const faults = catalogue.filter(({ needs }) => Object.keys(needs).length > 0).map(({ name }) => name);
      expect([...named]).to.include.members(faults);
    });

    it('names tests that exist', () => {
      expectTests(rows);
    });
  });

  describe('the table of rules', () => {
    const rows = rowsOf('docs/rules.md', /^\| R-/);

    it('has a row for every rule, and each is kept by something, or says that nothing does', () => {
      expect(rows.map((row) => row.slice(2, 6))).to.deep.equal(numbered('R', 1, 58));
      for (const row of rows) expect(/nothing covers it yet/.test(row) || isCovered(row), row).to.equal(true);
    });

    it('names scenarios and tests that exist', () => {
      expect(scenarios).to.include.members(rows.flatMap(scenariosIn));
      expectTests(rows);
    });
  });

  it('every decision says its context, its decision and its cost', () => {
    for (const document of documents.filter((path) => /decisions\/\d{4}/.test(path)))
      for (const part of ['**Context.**', '**Decision.**', '**Cost.**'])
        expect(read(document), document).to.include(part);
  });
});
