import { expect } from 'chai';
import type { Beat, Role } from './beat.ts';
import { folded } from './folding.ts';

const beat = (role: Role, n: number): Beat => ({
  role,
  at: n,
  lamport: n,
  service: 'order-service',
  message: `m${n}`,
  text: `${role} ${n}`,
});
const many = (role: Role, count: number) => Array.from({ length: count }, (_, n) => beat(role, n));

describe('folding a story', () => {
  it('leaves alone what fits', () => {
    expect(folded(many('step', 10), 0)).to.have.length(10);
  });

  it('joins neighbours of one kind first, and only as much as is needed', () => {
    const told = folded([beat('cause', 0), ...many('undone', 3), ...many('turn', 7), beat('end', 9)], 0);
    expect(told).to.have.length(10);
    expect(told[1]).to.equal('undone 0; then undone 1; then undone 2');
    expect(told[2]).to.equal('turn 0');
  });

  it('only counts what changed nothing, before it joins what turned the saga', () => {
    const mixed = Array.from({ length: 6 }, (_, n) => [beat('turn', n), beat('aside', n)]).flat();
    const told = folded([beat('cause', 0), ...mixed, beat('end', 9)], 1);
    expect(told.at(-1)).to.equal('6 more things are written down that changed nothing');
    expect(told).to.have.length(9).and.to.include('turn 5');
  });

  it('keeps the beginning and the end of what is too long all the same', () => {
    const mixed = Array.from({ length: 30 }, (_, n) => [beat('turn', n), beat('step', n)]).flat();
    const told = folded([beat('cause', 0), ...mixed, beat('end', 9)], 2);
    expect(told).to.have.length(8);
    expect(told[0]).to.equal('cause 0');
    expect(told.at(-1)).to.equal('end 9');
    expect(told).to.include('55 more things happened then');
  });
});
