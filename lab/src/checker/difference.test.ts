import { expect } from 'chai';
import { firstDifference, isSame } from './difference.ts';

describe('The first difference of two values', () => {
  it('is none when they say the same, in whatever order of fields', () => {
    expect(firstDifference({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).to.equal(undefined);
    expect(isSame({ a: 1, b: undefined }, { a: 1 })).to.equal(true);
  });

  it('is named by its way through fields and lists', () => {
    const left = { events: [{ data: { amount: 5, by: 'ada' } }] };
    const right = { events: [{ data: { amount: 6, by: 'eve' } }] };
    expect(firstDifference(left, right)).to.deep.equal({ path: 'events[0].data.amount', left: 5, right: 6 });
  });

  it('is a field or an element that only one of them has', () => {
    expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).to.deep.equal({ path: 'b', left: undefined, right: 2 });
    expect(firstDifference([1, 2], [1])).to.deep.equal({ path: '[1]', left: 2, right: undefined });
  });

  it('is the kind of thing: a list is no object, and nothing is not null', () => {
    expect(firstDifference({ a: [] }, { a: {} })?.path).to.equal('a');
    expect(firstDifference({ a: null }, { a: {} })?.path).to.equal('a');
    expect(firstDifference(1, '1')).to.deep.equal({ path: '', left: 1, right: '1' });
  });
});
