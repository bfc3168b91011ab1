import { expect } from 'chai';
import { recentlyUsed } from './recently-used.ts';

describe('What was used recently', () => {
  it('makes room for more, and what was set longest ago goes first', () => {
    const values = recentlyUsed<number>(2);
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const)
      values.set(key, value);
    expect(['a', 'b', 'c'].map(values.get)).to.deep.equal([3, undefined, 4]);
    expect(values.has('b')).to.equal(false);
  });
  it('may be forgotten', () => {
    const values = recentlyUsed<number>(2);
    values.set('a', 1);
    values.delete('a');
    expect(values.has('a')).to.equal(false);
  });
});
