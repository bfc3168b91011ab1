import { expect } from 'chai';
import { mayBeAbout } from './judged.ts';

describe('What is judged of one cell', () => {
  it('holds the dead letters of its own order, and none of the cells before it', () => {
    const letter = (correlationid: string) => ({ body: JSON.stringify({ correlationid }) });
    const subjects = ['order-18', 'swept-18', 'sku-18'];
    expect(['order-18', 'swept-18'].map((id) => mayBeAbout(letter(id), subjects))).to.deep.equal([
      true,
      true,
    ]);
    expect(['order-187', 'swept-1'].map((id) => mayBeAbout(letter(id), subjects))).to.deep.equal([
      false,
      false,
    ]);
  });

  it('holds what tells no order: it may be about this one', () => {
    expect(['{}', 'not JSON'].map((body) => mayBeAbout({ body }, ['order-18']))).to.deep.equal([true, true]);
  });
});
