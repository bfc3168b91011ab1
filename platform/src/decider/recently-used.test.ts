import { expect } from 'chai';
import { recentlyUsed } from './recently-used.ts';

describe('What was used recently', () => {
  it('makes room for more: the half that was set last stays, and what was set longest ago goes', () => {
    const values = recentlyUsed<number>(6);
    for (const [n, key] of Array.from('abcadefa').entries()) values.set(key, n);
    expect(Array.from('abcdef').map(values.get)).to.deep.equal([7, undefined, undefined, 4, 5, 6]);
    expect(values.has('b')).to.equal(false);
  });
  it('never holds more than its capacity', () => {
    const values = recentlyUsed<number>(6);
    const keys = Array.from({ length: 100 }, (_, n) => `key ${n}`);
    for (const key of keys) {
      values.set(key, 1);
      expect(keys.filter(values.has).length).to.be.at.most(6);
    }
  });
  it('may be forgotten', () => {
    const values = recentlyUsed<number>(2);
    values.set('a', 1);
    values.delete('a');
    expect(values.has('a')).to.equal(false);
  });
});
