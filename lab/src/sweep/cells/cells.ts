// A grid of the sweep: every message of a protocol at every point that it passes, on its first way through and on the next.
import type { Row } from './messages.ts';
import { definitionOf, pointNames } from './points.ts';
import type { Point } from './points.ts';

export const passes = ['first', 'redelivery', 'away'] as const;
/**
 * `redelivery`: the process dies twice over the same message, the second time at the point. `away`: it dies once, and is not
 * started again until the others have ended the order without it, or have waited for it as long as any of them waits for anything.
 */
export type Pass = (typeof passes)[number];

export interface Cell extends Row {
  readonly point: Point;
  readonly pass: Pass;
}

export interface Excluded {
  readonly cell: Cell;
  /** The rule by which it cannot exist, in a sentence. */
  readonly because: string;
}

/** A rule by which cells cannot exist. */
export interface Rule {
  readonly because: string;
  readonly excludes: (cell: Cell) => boolean;
}

export interface Grid {
  readonly protocol: string;
  readonly rows: readonly Row[];
  readonly cells: readonly Cell[];
  readonly excluded: readonly Excluded[];
}

/** `payment-service/before-ack/ChargePayment`, and `/redelivery` behind it where it is one. */
export const idOf = ({ service, point, message, pass }: Cell): string =>
  [service, point, message, ...(pass === 'first' ? [] : [pass])].join('/');

/** Where the process dies: each time over the same message. */
export const deathsOf = ({ point, pass }: Cell): readonly Point[] => {
  if (pass !== 'redelivery') return [point];
  // A commit that was on its way may have arrived, and then the message is not decided again.
  return point === 'during-commit' ? ['before-commit', point] : [point, point];
};

export interface GridParts extends Pick<Grid, 'protocol' | 'rows'> {
  readonly passesAt: (row: Row, point: Point) => readonly Pass[];
  readonly rules: readonly Rule[];
}

export const gridOf = ({ protocol, rows, passesAt, rules }: GridParts): Grid => {
  const every: readonly Cell[] = rows.flatMap((row) =>
    pointNames
      .filter((point) => definitionOf(point).ways.includes(row.way))
      .flatMap((point) => passesAt(row, point).map((pass) => ({ ...row, point, pass }))),
  );
  const excluded = every.flatMap((cell) => {
    const rule = rules.find(({ excludes }) => excludes(cell));
    return rule ? [{ cell, because: rule.because }] : [];
  });
  const out = new Set(excluded.map(({ cell }) => cell));
  return { protocol, rows, excluded, cells: every.filter((cell) => !out.has(cell)) };
};

/** `isKeyed`: whether a request, by its type, has a key by which a repeated one is the same. */
export const withoutKey = (isKeyed: (type: string) => boolean): Rule => ({
  because:
    'a request without an Idempotency-Key is a new message each time that it is repeated: nothing comes again under its id',
  excludes: ({ way, message, type = message, pass, point }) =>
    way === 'request' && pass === 'redelivery' && !isKeyed(type) && point !== 'before-position',
});
