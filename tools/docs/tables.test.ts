import { expect } from 'chai';
import { rowsIn, strayTags, twinTroubles, uncovered, withCoverage, withMutations } from './tables.ts';
import { tagsIn } from './tags.ts';

/** Not written out below, or these samples would count as tags of this file. */
const tag = '// @';
const source = `
describe('the relay', () => {
  ${tag}covers F-05 R-04
  ${tag}mutation The messages: the confirm
  it('sends \${n} of them again', () => {});

  ${tag}covers F-06
  it(
    'marks what was confirmed',
    () => {},
  );
});
`;
const tags = tagsIn('platform/src/runtime/relay.test.ts', source);

const page = [
  '|  | fault | covered by | outcome |',
  '| --- | --- | --- | --- |',
  '| F-05 | a crash | [old](../gone.test.ts) "a test that is gone" | sent again |',
  '| F-06 | another |  | marked |',
  '| F-07 | a third |  | nothing covers it yet |',
].join('\n');

describe('The tables of the documents', () => {
  it('take from the tags which test covers a row, and leave the rest as it is', () => {
    const link = '[relay](../platform/src/runtime/relay.test.ts)';
    expect(withCoverage(page, tags.coverages).split('\n').slice(2)).to.deep.equal([
      `| F-05 | a crash | ${link} "sends ... of them again" | sent again |`,
      `| F-06 | another | ${link} "marks what was confirmed" | marked |`,
      '| F-07 | a third |  | nothing covers it yet |',
    ]);
  });

  it('tell which rows no test covers', () => {
    expect(rowsIn(page)).to.deep.equal(['F-05', 'F-06', 'F-07']);
    expect(uncovered(withCoverage(page, []))).to.deep.equal(['F-05', 'F-06']);
  });

  it('tell which tags no page has a row or a section for', () => {
    expect(strayTags(tags, ['F-05', 'F-06'], ['The state'])).to.have.length(2);
    expect(strayTags(tags, ['F-05', 'F-06', 'R-04'], ['The messages'])).to.deep.equal([]);
  });

  it('list what was taken away below its section', () => {
    const written = withMutations('# Mutations\n\n## The messages\n\n| old | table |\n', tags.mutations);
    expect(written).to.include('| the confirm | [relay](../platform/src/runtime/relay.test.ts)');
    expect(written).not.to.include('| old | table |');
  });

  describe('say of each thing that was taken away', () => {
    const mutationsOf = (...values: readonly string[]) =>
      tagsIn('a.test.ts', values.map((value) => `${tag}mutation ${value}\nit('is', () => {});`).join('\n'))
        .mutations;

    it('which twins the simulator is given without it, or why there is none', () => {
      const written = withMutations(
        '## The state\n\n',
        mutationsOf(
          'The state: `_id`: both [twin: no inbox; Time, running backwards]',
          'The state: a port [real: it needs Docker]',
          'The state: a report [none: it only tells others]',
        ),
      );
      expect(
        written
          .split('\n')
          .filter((line) => line.startsWith('| '))
          .map((line) => line.split(' | ').at(-1)),
      ).to.deep.equal([
        'in the simulator |',
        '--- |',
        '[no inbox](why.md#no-inbox), [Time, running backwards](why.md#time-running-backwards) |',
        '_real parts_: it needs Docker |',
        '_none_: it only tells others |',
      ]);
    });

    it('that nothing is wrong with that', () => {
      const mutations = mutationsOf('The state: a [twin: one]', 'The state: b [none: no use]');
      expect(twinTroubles(mutations, ['one'])).to.deep.equal([]);
    });

    it('that it has no twin, that its twin is not there, or that a twin belongs to nothing', () => {
      const mutations = mutationsOf('The state: a', 'The state: b [twin: one; two]');
      expect(twinTroubles(mutations, ['two', 'three'])).to.deep.equal([
        'The state: a: has no twin, and does not say why',
        'there is no twin one',
        'the twin three belongs to no row',
      ]);
    });
  });

  it('refuse a tag with no test behind it', () => {
    expect(() => tagsIn('a.test.ts', '// @covers F-05\n')).to.throw(
      'a.test.ts has a tag with no test behind it',
    );
  });
});
