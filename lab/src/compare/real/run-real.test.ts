import { expect } from 'chai';
import { columns } from '../columns.ts';
import type { Condition } from '../conditions.ts';
import { togetherIn } from './run-real.ts';

const some = columns.slice(0, 2);

/** Which cells of two protocols are played at once: `A saga`. */
const groups = (...asked: readonly Condition[]): readonly (readonly string[])[] => {
  const cells = asked.flatMap((condition) => some.map((column) => ({ asked: { column, condition } })));
  return [...Map.groupBy(cells, togetherIn).values()].map((group) =>
    group.map(({ asked: { column, condition } }) => `${condition} ${column.name}`),
  );
};

describe('On real parts', () => {
  it('everything is played at once that takes the same blow, or none', () => {
    expect(groups('A', 'B', 'B1')).to.deep.equal([
      ['A saga', 'A choreo', 'B saga', 'B choreo', 'B1 saga', 'B1 choreo'],
    ]);
    expect(groups('none', 'refusal')).to.have.length(1);
  });

  it('each other blow, and a network that loses messages, has a time of its own', () => {
    expect(groups('A', 'C', 'D', 'E', 'F', 'G', 'H').map(({ length }) => length)).to.deep.equal(
      Array.from({ length: 7 }, () => some.length),
    );
  });

  it('and so has each protocol where it is measured how long orders take', () => {
    expect(groups('in-turn', 'at-once').map(({ length }) => length)).to.deep.equal([1, 1, 1, 1]);
  });
});
