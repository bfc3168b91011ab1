// The inconsistency window as lines: how long services disagreed, and how far read models follow behind.
import { count } from '../../checker/verdict.ts';
import type { ReadModelLag } from '../../client/read-model-lag.ts';
import type { WindowFigures } from '../../figures/inconsistency-window.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';

interface Measured {
  readonly window: WindowFigures;
  /** Only of a running system. */
  readonly readModels?: readonly ReadModelLag[];
}

export const windowLines = ({ window, readModels }: Measured, paint: Paint): readonly string[] => [
  paint('heading', 'Inconsistency window'),
  ...servicesLines(window),
  '',
  ...(readModels ? readModelLines(readModels) : [NOT_IN_A_FILE]),
];

const NOT_IN_A_FILE =
  'When read models showed it is not in a file of facts: check the running system for that.';

const servicesLines = ({ ended, open }: WindowFigures): readonly string[] => [
  "From an order's first commit to the last that changed anything in a service, ms, by the clock of each database:",
  ...(ended.length === 0 ? ['  no saga has ended'] : indented(endedTable(ended))),
  ...(open.sagas === 0
    ? []
    : [
        `  ${count(open.sagas, 'saga')} not ended: that window is still open, the longest for ${open.longest.toLocaleString('en')} ms and more`,
      ]),
];

const endedTable = (ended: WindowFigures['ended']): readonly string[] =>
  table(
    ['outcome', 'sagas', 'p50', 'p95', 'p99', 'max'],
    ended.map(({ outcome, sagas, p50, p95, p99, max }) => [outcome, sagas, p50, p95, p99, max]),
  );

const readModelLines = (lags: readonly ReadModelLag[]): readonly string[] => {
  if (lags.length === 0) return ['No read model has shown an event since its service was started.'];
  const shown = (ms: number | null): string => (ms === null ? 'more' : `${ms}`);
  return [
    'Read models show an event so long after its commit at most, ms, since each service was started (GET /metrics):',
    ...indented(
      table(
        ['read model', 'events', 'p50', 'p95', 'p99'],
        lags.map(({ view, events, p50, p95, p99 }) => [view, events, shown(p50), shown(p95), shown(p99)]),
      ),
    ),
  ];
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
