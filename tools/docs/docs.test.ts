// Documents that can rot are run: links lead somewhere, named symbols exist, scripts are real.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { faults } from '@saga-lab/protocols/promise';
import { loadCatalogue } from '../../e2e/stage/catalogue.ts';
import { canPlayInMemory } from '../../e2e/stage/needs.ts';
import { largeWorlds, smallWorlds } from '@saga-lab/lab/explorer/protocols/worlds';
import { projections } from '@saga-lab/lab/rebuild/services';
import { twins } from '@saga-lab/lab/twins/twins';
import { generatedPages } from './generate.ts';
import { metricsPage } from './metrics-page.ts';
import { rowsIn, sectionsIn, strayTags, twinTroubles, uncovered } from './tables.ts';
import { allTags } from './tags.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const failureModes = read('docs/failure-modes.md');
const rules = read('docs/rules.md');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
  ...readdirSync(join(root, 'protocols'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .map((path) => join('protocols', path)),
];

/** What stands in a fence is a picture or a command: a bracket in it links to nothing. */
const prose = (document: string): string => read(document).replaceAll(/^```[^]*?^```$/gm, '');

const linksOf = (document: string) =>
  [...prose(document).matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)]
    .map(([, text = '', target = '']) => ({ text, target }))
    .filter(({ target }) => !/^(https?:|#)/.test(target));

const fileOf = (document: string, target: string) =>
  join(dirname(join(root, document)), target.replace(/#.*$/, ''));

const numbered = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_each, n) => `${letter}-${String(from + n).padStart(2, '0')}`);

/** `[text](file#heading) "sentence"`, or a command: a comparison is held against what each protocol promises. */
const SHOWN_BY =
  /^(?:\[[^\]]+\]\((?<file>[^)#]+)[^)]*\)(?: "(?<sentence>[^"]+)")?|`npm run explore -- --world (?<world>[\w-]+)`|`npm run lab -- compare --fault (?<fault>\w+)`)$/;

const worlds = [...smallWorlds, ...largeWorlds].map(({ name }) => name);

const isShown = (page: string, shownBy: string): boolean => {
  const found = SHOWN_BY.exec(shownBy)?.groups;
  if (!found) return false;
  const { file = '', sentence, world, fault } = found;
  if (fault !== undefined) return fault in faults;
  if (world !== undefined) return worlds.includes(world);
  if (sentence === undefined) return file === '../protocols/README.md';
  return file.endsWith('.test.ts') && readFileSync(fileOf(page, file), 'utf8').includes(sentence);
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

  it('say of tests and metrics what these say themselves; `npm run docs` writes it', async function () {
    this.timeout(120_000); // it plays the museum
    for (const [page, text] of await generatedPages()) expect(read(page), page).to.equal(text);
  });

  it('every metric says what it tells and when to worry', async () => {
    const rows = (await metricsPage()).split('\n').filter((line) => line.startsWith('| `saga_lab_'));
    expect(rows.length).to.be.above(20);
    for (const row of rows) expect(row).to.match(/worry/i);
  });

  it('the walkthrough has at most ten stops, each with a link into the code', () => {
    const stops = read('docs/walkthrough.md')
      .split(/^## (?=\d)/m)
      .slice(1);
    expect(stops.length).to.be.within(5, 10);
    for (const stop of stops) expect(stop, stop.split('\n')[0]).to.match(/\]\(\.\.\/[\w/.-]+\.ts\)/);
  });

  it('the page on CQRS leads from each word to its place in the code, and names every read model', () => {
    const page = read('docs/cqrs.md');
    const words = [
      'Command',
      'Command bus',
      'Handler',
      'Events',
      'Event bus',
      'Event handlers',
      'Read database',
      'Query',
      'DTO',
    ];
    for (const word of words)
      expect(page, word).to.match(
        new RegExp(`^- \\*\\*${word}\\*\\*: [^]*?\\]\\(\\.\\./[\\w/.-]+\\.ts\\)`, 'm'),
      );
    for (const { view } of Object.values(projections).flat()) expect(page, view).to.include(`[${view}](`);
  });

  it('have a row for every tag of a test or scenario, and none is stray', async () => {
    const rows = [failureModes, rules].flatMap((page) => rowsIn(page));
    expect(strayTags(await allTags(`${root}/`), rows, sectionsIn(read('docs/mutations.md')))).to.deep.equal(
      [],
    );
  });

  it('have a twin for every mechanism, or say why there is none', async () => {
    const { mutations } = await allTags(`${root}/`);
    // what a bug of a protocol takes away stands beside the roles, and tables of tests hold that
    const planted = twins.filter(({ protocols }) => !protocols).map(({ name }) => name);
    expect(twinTroubles(mutations, planted)).to.deep.equal([]);
  });

  it('have a row for every fault of the matrix and for every rule', () => {
    expect(rowsIn(failureModes).filter((id) => id.startsWith('F-'))).to.deep.equal([
      ...numbered('F', 1, 15),
      ...numbered('F', 20, 33),
      ...numbered('F', 40, 48),
      ...numbered('F', 50, 59),
      ...numbered('F', 60, 70),
    ]);
    expect(rowsIn(rules)).to.deep.equal(numbered('R', 1, 58));
  });

  it('name the test of each row, or say that nothing covers it', () => {
    for (const page of [failureModes, rules]) expect(uncovered(page)).to.deep.equal([]);
  });

  it('name every scenario that makes a fault', async () => {
    const faults = (await loadCatalogue()).filter(({ needs }) => !canPlayInMemory(needs));
    expect(faults.length).to.be.above(30);
    for (const { name, covers } of faults) expect(covers, name).not.to.deep.equal([]);
  });

  it('every claim about protocols names a test by a sentence that it has, a world to explore, or a table that the code writes', () => {
    const page = 'docs/which-protocol.md';
    const claims = read(page)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2);
    expect(claims).to.have.length.above(5);
    for (const claim of claims)
      expect(isShown(page, (claim.split(' | ').at(-1) ?? '').replace(/ \|$/, '')), claim).to.equal(true);
  });

  it('every decision says its context, its decision and its cost', () => {
    for (const document of documents.filter((path) => /decisions\/\d{4}/.test(path)))
      for (const part of ['**Context.**', '**Decision.**', '**Cost.**'])
        expect(read(document), document).to.include(part);
  });
});
