import { expect } from 'chai';
import { withoutRepetition } from './repeated.ts';

const cycle = (n: number) => [
  `    ... | ~ ${n}.0 s without anything ~ |`,
  `${String(n).padStart(5)} s | (timer) CommandSent |`,
  `${String(n).padStart(5)} s |==[RejectOrder](${n + 2})${'='.repeat(20 - `${n + 2}`.length)}>|`,
];
const note = (times: number) => `${times} times more`;

describe('Rows that come again and again', () => {
  it('are told three times, and then how often they came', () => {
    const lines = ['   0 ms  | first', ...[...Array(40).keys()].flatMap(cycle), '   9 ms  | last'];
    expect(withoutRepetition(lines, note)).to.deep.equal([
      lines[0],
      ...[0, 1, 2].flatMap(cycle),
      '37 times more',
      '   9 ms  | last',
    ]);
  });

  it('are all there if they are few, or not the same', () => {
    const few = [0, 1, 2, 3].flatMap(cycle);
    expect(withoutRepetition(few, note)).to.deep.equal(few);
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `   0 ms  | ${letter}`);
    expect(withoutRepetition(others, note)).to.deep.equal(others);
  });
});
