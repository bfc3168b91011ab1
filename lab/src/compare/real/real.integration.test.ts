// The same comparison on RabbitMQ and MongoDB, as far as it takes no minutes: all protocols at once.
import { expect } from 'chai';
import { cellsUnder } from '../cell.ts';
import type { Cell } from '../cell.ts';
import { columns } from '../columns.ts';
import type { Condition } from '../conditions.ts';
import { onReal } from './on-real.ts';

const withoutTtl = columns.filter(({ holdTtlMs }) => holdTtlMs === 0);
const quick: readonly Condition[] = ['none', 'refusal', 'H'];

describe('A comparison on real parts', function () {
  this.timeout(300_000);
  let cells: readonly Cell[];

  before(async () => {
    cells = await onReal({ holdTtlMs: 0, log: () => undefined }, (play) =>
      cellsUnder(withoutTtl, { conditions: quick, mayBeLate: true }, play),
    );
  });

  it('ends as each protocol promises, and costs what it promises where nothing is late', () => {
    const wrong = cells.flatMap(({ protocol, condition, differences }) =>
      differences.map((sentence) => `${protocol} under ${condition}: ${sentence}`),
    );
    expect(wrong).to.deep.equal([]);
    expect(cells).to.have.length(quick.length * withoutTtl.length);
  });

  it('turns the second order away for the sake of a piece that comes free', () => {
    const underH = cells.filter(({ condition }) => condition === 'H');
    expect(underH.map(({ figures }) => figures.turnedAway)).to.deep.equal(withoutTtl.map(() => 1));
  });
});
