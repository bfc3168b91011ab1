// What a cell is run with.
import type { Lab } from '../../client/lab.ts';
import type { Names } from '../../reader/read-system.ts';
import type { CellNames } from './names.ts';
import type { Plans } from './plans.ts';

export interface CellParts {
  readonly lab: Lab;
  readonly plans: Plans;
  readonly names: CellNames;
  /** Ids of dead letters that were there before the sweep. */
  readonly deadLettersBefore: Names['deadLettersBefore'];
  readonly patienceMs: number;
  /** How long read models and marks may take to follow, ms. */
  readonly catchUpMs: number;
  /** How long whoever does not return is away while somebody waits, ms. */
  readonly awayMs: number;
  /** Where the history of a red cell goes. */
  readonly historyFile: string;
}
