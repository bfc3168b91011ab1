// What was seen of a cell in words: for tables in a terminal, in documents and on pages.
import type { Party } from '@saga-lab/protocols/parties';
import type { Outcome } from '../figures/order-outcome.ts';
import type { Cell } from './cell.ts';
import type { Spread } from './figures.ts';

export const shortOf = (name: string): string => name.replace('-service', '');

/** `blocked [order, inventory], then approved` */
export const endInWords = ({ outcomes, waiting, afterReturn, second }: Cell): string => {
  const who = waiting.length === 0 ? '' : ` [${waiting.map(shortOf).join(', ')}]`;
  const then = afterReturn === undefined || afterReturn === outcomes[0] ? '' : `, then ${afterReturn}`;
  const other = second === undefined ? '' : `; the second: ${second}`;
  return `${outcomesInWords(outcomes)}${who}${then}${other}`;
};

/** `approved`, or `8 approved, 2 rejected` */
const outcomesInWords = (outcomes: readonly Outcome[]): string => {
  const groups = Map.groupBy([...outcomes].sort(), (outcome) => outcome);
  return outcomes.length === 1
    ? (outcomes[0] ?? '')
    : [...groups].map(([outcome, each]) => `${each.length} ${outcome}`).join(', ');
};

/** `12 ms`, `60.0 s` */
export const timeInWords = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

/** `12 ms`; of several orders `12 ms, 40 ms`: the median, and what 95 of 100 need at most. */
const spreadInWords = (spread: Spread | undefined, orders: number): string => {
  if (!spread) return 'never';
  const { p50, p95 } = spread;
  return orders === 1 ? timeInWords(p50) : `${timeInWords(p50)}, ${timeInWords(p95)}`;
};

export interface FigureRow {
  readonly name: string;
  /** One for each cell. */
  readonly values: readonly string[];
}

/** Every figure of these cells, as a row with its name; how they end stands elsewhere. */
export const figureRows = (cells: readonly Cell[]): readonly FigureRow[] => {
  const row = (name: string, valueOf: (cell: Cell) => string | number): FigureRow => ({
    name,
    values: cells.map((cell) => String(valueOf(cell))),
  });
  const spread = (name: string, spreadOf: (cell: Cell) => Spread | undefined) =>
    row(name, (cell) => spreadInWords(spreadOf(cell), cell.outcomes.length));
  const held = (name: string, party: Party) => row(name, ({ figures }) => timeInWords(figures.heldMs[party]));
  return [
    row('outcome known after (delays)', ({ figures }) => figures.delaysUntilKnown ?? 'never'),
    row('all done after (delays)', ({ figures }) => figures.delaysUntilDone),
    spread('outcome known after', ({ figures }) => figures.knownMs),
    spread('all done after', ({ figures }) => figures.doneMs),
    row('messages', ({ figures }) => figures.messages),
    row('commits', ({ figures }) => figures.commits),
    row('forced among them', ({ figures }) => figures.forced),
    row('timers that went off', ({ figures }) => figures.timers),
    held('order open for', 'order-service'),
    held('pieces held for', 'inventory-service'),
    held('money held for', 'payment-service'),
    row('blocked for, in sum', ({ figures }) => timeInWords(figures.blockedMs)),
    row('services differ for', ({ figures }) => timeInWords(figures.windowMs)),
    row('orders turned away', ({ figures }) => figures.turnedAway),
    row('dirty reads', ({ figures }) => figures.dirtyReads),
    row('as promised', ({ differences }) => (differences.length === 0 ? 'yes' : 'NO')),
  ];
};
