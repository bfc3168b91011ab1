// Each table of a README's roles has its rows in the test beside it: a whole table without one would be told by nobody.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { protocols } from './index.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readdirSync(join(import.meta.dirname, name)).includes('README.md'));

const read = (folder: string, file: string): string =>
  readFileSync(join(import.meta.dirname, folder, file), 'utf8');

/** Headings of the sections with a table of states and messages. */
const tablesIn = (folder: string): readonly string[] =>
  read(folder, 'README.md')
    .split(/^## /m)
    .filter((section) => /^\| state +\| (message|hears) +\|/m.test(section))
    .map((section) => section.slice(0, section.indexOf('\n')));

/** Headings that rows are held against. */
const testedIn = (folder: string): readonly string[] =>
  [...read(folder, 'table.test.ts').matchAll(/rowTests\(\s*\{ file, heading: '([^']+)' \}/g)].map(
    ([, heading = '']) => heading,
  );

describe('The tables of protocols', () => {
  it('are in a folder for each', () => {
    expect(folders).to.have.length(protocols.length);
  });

  for (const folder of folders)
    it(`in ${folder} are tested, every one of them and once`, () => {
      expect(tablesIn(folder)).to.have.length.above(0);
      expect(testedIn(folder)).to.deep.equal(tablesIn(folder));
    });
});
