import { painter } from '@saga-lab/lab/show/paint';
import { expect } from 'chai';
import { loadCatalogue } from './catalogue.ts';
import { listByChapter, plainList, wrapped } from './list.ts';

const few = [
  { name: 'happy-path', chapter: 'orders', sentence: 'A customer with money orders what is there.' },
  { name: 'clocks-apart', chapter: 'clocks', sentence: 'All instants are those of the databases.' },
] as const;

describe('The list of scenarios', () => {
  it('stands under chapters, and its sentences are broken where the terminal ends', () => {
    expect(listByChapter(few, 48, painter(false))).to.deep.equal([
      'What becomes of an order',
      '  happy-path    A customer with money orders',
      '                what is there.',
      '',
      'Clocks that disagree',
      '  clocks-apart  All instants are those of the',
      '                databases.',
      '',
      'Play one of them: npm run scenario -- happy-path',
    ]);
  });

  for (const columns of [80, 120])
    it(`fits on a terminal of ${columns} columns, with every scenario in it`, async () => {
      const catalogue = await loadCatalogue();
      const lines = listByChapter(catalogue, columns, painter(false));
      expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(columns);
      const names = lines.flatMap((line) => /^ {2}([a-z-]+) /.exec(line)?.slice(1) ?? []);
      expect(names).to.deep.equal(catalogue.map(({ name }) => name));
    });

  it('has one line for each scenario where nobody looks at it on a terminal', () => {
    expect(plainList(few)).to.deep.equal([
      'happy-path    A customer with money orders what is there.',
      'clocks-apart  All instants are those of the databases.',
    ]);
  });

  it('breaks no word', () => {
    expect(wrapped('a word-that-is-longer than that', 8)).to.deep.equal([
      'a',
      'word-that-is-longer',
      'than',
      'that',
    ]);
  });
});
