// A sweep that nobody made, for tests of what shows one.
import type { CellState } from '../build/twins.ts';
import { deathsOf, idOf } from '../cells/cells.ts';
import type { Cell } from '../cells/cells.ts';
import { saga } from '../cells/saga.ts';
import type { CellResult } from '../run/result.ts';
import type { Sweep } from '../run/sweep.ts';

const BEGIN = Date.parse('2026-01-01T12:00:00.000Z');

/** Died as it should, one second after the other. */
export const madeUpResult = (cell: Cell, state: CellState = 'green', n = 0): CellResult => ({
  cell,
  state,
  sentence: `${idOf(cell)} is ${state}.`,
  deaths: deathsOf(cell).map((point, death) => ({
    point,
    cell: idOf(cell),
    type: cell.message,
    messageId: `m${n}`,
    pid: 2 * n + death,
    at: new Date(BEGIN + 1_000 * n).toISOString(),
  })),
  violated:
    state === 'red'
      ? [{ invariant: 'I-9', state: 'violated', sentence: 'A message got lost.', findings: ['it was m1.'] }]
      : [],
  orderId: `o${n}`,
  end: 'COMPLETED',
  seconds: 1,
  ...(state === 'red' && { history: `reports/r/${n}.jsonl` }),
});

/** All cells, or some; those in `states` are as it says, and all others green. */
export const madeUpSweep = (
  states: Readonly<Record<string, CellState>> = {},
  some: readonly Cell[] = saga.cells,
): Sweep => {
  const results = some.map((cell, n) => madeUpResult(cell, states[idOf(cell)], n));
  return {
    results,
    kills: results.reduce((sum, { deaths }) => sum + deaths.length, 0),
    otherCrashes: [],
    seconds: 300,
  };
};
