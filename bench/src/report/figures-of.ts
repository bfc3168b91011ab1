// The tables of a benchmark that are worth keeping.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { Compared } from '../figures/comparison.ts';
import { costFigures } from './cost.ts';
import { openLoopFigure, ownLoadsFigure, ratioFigure, speedFigure } from './speed.ts';

/** Without those that nothing was measured for. */
export const figuresOf = (loads: readonly Compared[]): readonly Figure[] =>
  [
    ratioFigure(loads),
    speedFigure(loads),
    openLoopFigure(loads),
    ownLoadsFigure(loads),
    ...costFigures(loads),
  ].filter(({ rows }) => rows.length > 0);
