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

export interface Asked {
  readonly column: Column;
  readonly condition: Condition;
}

/** On the simulator, or on real parts: one run for each that is asked for, in that order. */
export type Play = (asked: readonly Asked[]) => Promise<readonly Run[]>;

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

export interface Conditions extends Omit<Under, 'condition'> {
  readonly conditions: readonly Condition[];
}

/** Condition by condition, of all these columns. */
export const cellsUnder = async (
  columns: readonly Column[],
  { conditions, ...under }: Conditions,
  play: Play,
): Promise<readonly Cell[]> => {
  const asked = conditions.flatMap((condition) => columns.map((column) => ({ column, condition })));
  const runs = await play(asked);
  return asked.flatMap(({ column, condition }, n) => {
    const run = runs[n];
    return run ? [cellOf(column, { condition, ...under }, run)] : [];
  });
};
