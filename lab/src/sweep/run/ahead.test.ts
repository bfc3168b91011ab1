import { virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import { expect } from 'chai';
import { openedAhead } from './ahead.ts';

interface Cell {
  readonly name: string;
  readonly isLate: boolean;
  /** Seconds from the moment at which its message comes. */
  readonly takes: number;
}

/** Each cell with the seconds at which it was opened, at which its turn came, and at which it was over. */
const played = async (cells: readonly Cell[]) => {
  const clock = virtualClock();
  const start = clock.now();
  const openedAt = new Map<Cell, number>();
  const early = openedAhead<Cell, string>({
    openOne: (cell) => {
      if (!cell.isLate) return undefined;
      openedAt.set(cell, clock.now());
      return cell.name;
    },
    clock,
  });
  const rows: (readonly [name: string, opened: number | undefined, turn: number, over: number])[] = [];
  const seconds = (instant: number): number => (instant - start) / 1_000;
  for (const [at, cell] of cells.entries()) {
    const turn = clock.now();
    await early.during([cell, ...cells.slice(at + 1)], async () => {
      const comes = Math.max(turn, (openedAt.get(cell) ?? -Infinity) + 15_000);
      await clock.advance(comes + cell.takes * 1_000 - turn);
    });
    const opened = openedAt.get(cell);
    rows.push([cell.name, opened && seconds(opened), seconds(turn), seconds(clock.now())]);
  }
  return rows;
};

const late = (name: string, takes: number): Cell => ({ name, takes, isLate: true });
const usual = (name: string, takes: number): Cell => ({ name, takes, isLate: false });

describe('Cells whose message comes late', () => {
  it('are opened twelve seconds before their turn, as far as that can be foreseen', async () => {
    const rows = await played([late('a', 2), late('b', 2), late('c', 2), late('d', 2)]);
    expect(rows).to.deep.equal([
      ['a', 0, 0, 17],
      ['b', 13, 17, 30],
      ['c', 18, 30, 35],
      ['d', 23, 35, 40],
    ]);
  });

  it('are opened while others are played whose message comes at once', async () => {
    const rows = await played([...[1, 2, 3, 4, 5].map((n) => usual(`u${n}`, 4)), late('a', 4), late('b', 4)]);
    expect(rows.slice(-2)).to.deep.equal([
      ['a', 8, 20, 27],
      ['b', 15, 27, 34],
    ]);
  });

  it('never come before their turn, once the pace is known, while each takes as long as the one before it, however long that is', async () => {
    for (const takes of [1, 3, 7, 13]) {
      const rows = await played(Array.from({ length: 9 }, (_, n) => late(`c${n}`, takes)));
      for (const [name, opened = 0, turn] of rows.slice(3))
        expect(turn - opened, `${name} of ${takes} s`).to.be.at.most(15);
    }
  });
});
