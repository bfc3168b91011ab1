// One cell of the comparison: one protocol under one condition, as it was played, held against its promise.
import { differences } from './against-promise.ts';
import type { Under } from './against-promise.ts';
import type { Column } from './columns.ts';
import type { Condition } from './conditions.ts';
import { seenIn } from './figures.ts';
import type { Seen } from './figures.ts';
import { lanesOf } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import type { Run } from './run.ts';

export interface Cell extends Seen {
  readonly protocol: string;
  readonly condition: Condition;
  /** Where it is not as promised: one sentence each. */
  readonly differences: readonly string[];
  /** Of the first order, for a picture. */
  readonly course: Lanes;
}

/** On the simulator, or on real parts: one run for each column. */
export type Play = (columns: readonly Column[], condition: Condition) => Promise<readonly Run[]>;

export const cellOf = (column: Column, under: Under, run: Run): Cell => {
  const seen = seenIn(run, column);
  return {
    protocol: column.name,
    condition: under.condition,
    ...seen,
    differences: differences(column, under, seen),
    course: lanesOf(run, column.parties),
  };
};

/** Of all these columns under one condition. */
export const cellsUnder = async (
  columns: readonly Column[],
  under: Under,
  play: Play,
): Promise<readonly Cell[]> => {
  const runs = await play(columns, under.condition);
  return runs.flatMap((run, n) => {
    const column = columns[n];
    return column ? [cellOf(column, under, run)] : [];
  });
};
