import { expect } from 'chai';
import { sagasNamed } from './named-sagas.ts';

describe('The sagas that findings name', () => {
  it('are those whose id is a word of one, each once, in their order', () => {
    const findings = [
      'saga b1: expected that COMPLETED means order APPROVED.',
      'a message of saga a1, and one of b1.',
    ];
    expect(sagasNamed(findings, new Set(['a1', 'b1', 'c1']))).to.deep.equal(['b1', 'a1']);
  });

  it('are none whose id is only a part of a word', () => {
    expect(sagasNamed(['saga a12 is open.'], new Set(['a1', '12']))).to.deep.equal([]);
  });
});
