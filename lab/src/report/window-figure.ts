// The inconsistency window as a table of a report.
import type { WindowFigures } from '../figures/inconsistency-window.ts';
import type { Figure } from './pieces.ts';

const NAME =
  "Inconsistency window in milliseconds: from an order's first commit to the last that changed anything in a service";

/** @param clock by whose clock, in words. */
export const windowFigure = ({ ended, open }: WindowFigures, clock: string): Figure => ({
  name: `${NAME}, by ${clock}`,
  heading: ['outcome', 'sagas', 'p50', 'p95', 'p99', 'max'],
  rows: [
    ...ended.map(({ outcome, sagas, p50, p95, p99, max }) => [outcome, sagas, p50, p95, p99, max]),
    ...(open.sagas > 0
      ? [['not ended, so still open', open.sagas, '', '', '', `${open.longest} and more`]]
      : []),
  ],
});
