// The figures of worlds in `docs/explorer.md`, as they were counted.
import { number } from './rows.ts';
import type { Row } from './rows.ts';

/** With the figures of these worlds in their rows: how many states, or in how many steps what goes wrong is found. */
export const withFigures = (page: string, rows: readonly Row[]): string => {
  const told = new Map(rows.map((row) => [row.world.name, row]));
  return page
    .split('\n')
    .map((line) => {
      const row = told.get(/^\| `([\w-]+)`/.exec(line)?.[1] ?? '');
      return row ? withCells(line, cellsOf(row)) : line;
    })
    .join('\n');
};

const cellsOf = ({ exploration: { states, transitions, depth, counterexample } }: Row): readonly string[] =>
  counterexample ? [String(counterexample.steps.length)] : [states, transitions, depth].map(number);

/** In the place of the last ones, as wide as these were. */
const withCells = (line: string, cells: readonly string[]): string => {
  const parts = line.split('|');
  const first = parts.length - 1 - cells.length;
  return parts
    .map((part, n) => {
      const cell = cells[n - first];
      return cell === undefined ? part : ` ${cell.padStart(part.length - 2)} `;
    })
    .join('|');
};
