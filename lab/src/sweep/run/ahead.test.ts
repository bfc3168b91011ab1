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
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  const elapse = (untilMs: number): void => {
    for (;;) {
      const [first] = [...timers].sort((a, b) => a.at - b.at);
      if (!first || first.at > untilMs) break;
      timers.delete(first);
      now = Math.max(now, first.at);
      first.task();
    }
    now = Math.max(now, untilMs);
  };
  const openedAt = new Map<Cell, number>();
  const early = openedAhead<Cell, string>({
    openOne: (cell) => {
      if (!cell.isLate) return undefined;
      openedAt.set(cell, now);
      return cell.name;
    },
    now: () => now,
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const rows: (readonly [name: string, opened: number | undefined, turn: number, over: number])[] = [];
  for (const [at, cell] of cells.entries()) {
    const turn = now;
    await early.during([cell, ...cells.slice(at + 1)], () => {
      const opened = openedAt.get(cell);
      const comes = opened === undefined ? now : Math.max(now, opened + 15_000);
      elapse(comes + cell.takes * 1_000);
      return Promise.resolve();
    });
    const opened = openedAt.get(cell);
    rows.push([cell.name, opened === undefined ? undefined : opened / 1_000, turn / 1_000, now / 1_000]);
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
