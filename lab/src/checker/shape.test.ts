import { expect } from 'chai';
import { fields, listOf, name, number, optional, text, version, whole } from './shape.ts';
import { commitShape } from './shapes.ts';
import { commitOf, event } from '../testing/made-up-facts.ts';

describe('The shape of a value', () => {
  const shape = fields({ id: name, at: number, note: optional(text), parts: listOf(fields({ n: version })) });
  const flaw = (value: unknown) => {
    const found = shape(value);
    return found && `it${found}`;
  };

  it('is as expected, whatever else is there', () => {
    expect(flaw({ id: 'a', at: 1.5, parts: [] })).to.equal(undefined);
    expect(flaw({ id: 'a', at: 0, note: '', parts: [{ n: 0 }], more: null })).to.equal(undefined);
  });

  it('is told apart from others, at the first place that is wrong', () => {
    const right = { id: 'a', at: 1, parts: [{ n: 1 }] };
    expect(flaw(null)).to.equal('it is no object');
    expect(flaw([])).to.equal('it is no object');
    expect(flaw({ ...right, id: '' })).to.equal('it.id is no name');
    expect(flaw({ ...right, at: '1' })).to.equal('it.at is no number');
    expect(flaw({ ...right, at: Infinity })).to.equal('it.at is no number');
    expect(flaw({ ...right, note: null })).to.equal('it.note is no text');
    expect(flaw({ ...right, parts: {} })).to.equal('it.parts is no list');
    expect(flaw({ ...right, parts: [{ n: 1 }, { n: -1 }, 3] })).to.equal('it.parts[1].n is no version');
    expect(whole(1.5)).to.equal(' is no whole number');
  });

  it('of a commit names what nobody can judge', () => {
    const commit = commitOf('PutStock', [event('stock-lamp', 1, 'StockAdjusted', {})]);
    expect(commitShape(commit)).to.equal(undefined);
    const headless = { ...commit, events: [{ ...commit.events[0], data: null }] };
    expect(commitShape(headless)).to.equal('.events[0].data is no object');
  });
});
