// The grids of all protocols.
import type { Cell, Grid } from './cells.ts';
import { others } from './protocols.ts';
import { saga } from './saga.ts';

/** The saga's first. */
export const grids: readonly Grid[] = [saga, ...others];

/** @throws Error for a name that no protocol has. */
export const gridNamed = (protocol: string): Grid => {
  const found = grids.find((grid) => grid.protocol === protocol);
  if (!found) throw new Error(`there is no grid of ${protocol}`);
  return found;
};

export const allCells: readonly Cell[] = grids.flatMap(({ cells }) => cells);
