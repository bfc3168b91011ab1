// How an order ends under each protocol and each fault, as it is seen on the simulator: the same run as `npm run lab -- compare`.
import { cellsUnder } from '@saga-lab/lab/compare/cell';
import type { Cell } from '@saga-lab/lab/compare/cell';
import { columns } from '@saga-lab/lab/compare/columns';
import { conditions, isFault } from '@saga-lab/lab/compare/conditions';
import type { Condition } from '@saga-lab/lab/compare/conditions';
import { simulatedPlay } from '@saga-lab/lab/compare/simulated/run-simulated';
import { endInWords } from '@saga-lab/lab/compare/words';
import { table } from './markdown-table.ts';

const SEED = 7;

/** @throws Error for a cell that is not as its protocol promises. */
const endIn = (cell: Cell): string => {
  const { protocol, condition, differences } = cell;
  if (differences.length > 0) throw new Error(`${protocol} under ${condition}: ${differences.join(' ')}`);
  return endInWords(cell);
};

/** Fault by fault; in brackets who waits meanwhile with something on hold. */
export const comparedTable = async (): Promise<string> => {
  const faults = (Object.keys(conditions) as Condition[]).filter(isFault);
  const cells = await cellsUnder(columns, { conditions: faults }, simulatedPlay({ seed: SEED }));
  const rows = faults.map((fault) => [
    `**${fault}** ${conditions[fault]}`,
    ...cells.filter(({ condition }) => condition === fault).map(endIn),
  ]);
  return table(['fault', ...columns.map(({ name }) => `\`${name}\``)], rows);
};
