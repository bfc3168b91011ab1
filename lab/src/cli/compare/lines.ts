// What was compared, as tables of plain text, and below them every cell that is not as promised.
import type { Cell } from '../../compare/cell.ts';
import { conditions } from '../../compare/conditions.ts';
import type { Condition } from '../../compare/conditions.ts';
import { endInWords, figureRows } from '../../compare/words.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { findingLines } from '../finding.ts';

/** Of one condition all figures; of several how it ends under each. */
export const compareLines = (
  cells: readonly Cell[],
  commandFor: (cell: Cell) => string,
  paint: Paint,
): readonly string[] => {
  const asked = [...new Set(cells.map(({ condition }) => condition))];
  const [first, ...others] = asked;
  if (first === undefined) return [];
  const tables = others.length === 0 ? figuresUnder(first, cells, paint) : endsUnder(asked, cells);
  return [...tables, '', ...verdictLines(cells, commandFor, paint)];
};

const figuresUnder = (condition: Condition, cells: readonly Cell[], paint: Paint): readonly string[] => [
  paint('heading', `${condition}: ${conditions[condition]}`),
  '',
  ...table(
    ['', ...cells.map(({ protocol }) => protocol)],
    [
      ['it ends', ...cells.map(endInWords)],
      ...figureRows(cells).map(({ name, values }) => [name, ...values]),
    ],
  ),
];

const endsUnder = (asked: readonly Condition[], cells: readonly Cell[]): readonly string[] => {
  const protocols = [...new Set(cells.map(({ protocol }) => protocol))];
  return table(
    ['', ...protocols],
    asked.map((condition) => [condition, ...protocols.map((protocol) => endIn(cells, condition, protocol))]),
  );
};

const endIn = (cells: readonly Cell[], condition: Condition, protocol: string): string => {
  const cell = cells.find((one) => one.condition === condition && one.protocol === protocol);
  return cell ? endInWords(cell) : '';
};

const verdictLines = (
  cells: readonly Cell[],
  commandFor: (cell: Cell) => string,
  paint: Paint,
): readonly string[] => {
  const wrong = cells.filter(({ differences }) => differences.length > 0);
  if (wrong.length === 0)
    return findingLines([{ state: 'holds', sentence: 'Every cell is as its protocol promises.' }], paint);
  return findingLines(
    wrong.map((cell) => ({
      state: 'violated',
      sentence: `${cell.protocol} under ${cell.condition}: ${cell.differences.join(' ')}`,
      next: commandFor(cell),
    })),
    paint,
  );
};
