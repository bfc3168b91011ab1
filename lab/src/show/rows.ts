// The picture of a saga as rows, for text as for graphics: time down, long silence folded, and what is on hold where.
import type { ServiceName } from '@saga-lab/contracts/services';
import { isRepeated } from './arrow.ts';
import { HOLDS } from './definition.ts';
import type { TimelineEntry } from './entry.ts';

const FOLD_MS = 500;
const noHold: ReadonlySet<ServiceName> = new Set();

export interface Row {
  /** Milliseconds since the first row. */
  readonly elapsed: number;
  /** Lanes that hold something for the saga before this row. */
  readonly holding: ReadonlySet<ServiceName>;
  /** A number: nothing happened for so many milliseconds. */
  readonly shown: TimelineEntry | number;
}

/** @param entries oldest first. */
export const rowsOf = (entries: readonly TimelineEntry[]): readonly Row[] => {
  const start = entries[0]?.at ?? 0;
  let holding = noHold;
  let before = start;
  return entries.flatMap((entry) => {
    const gap = entry.at - before;
    before = entry.at;
    const row = { elapsed: entry.at - start, holding, shown: entry };
    // A long wait in which nothing happened takes one row, whatever its length.
    const fold = gap < FOLD_MS ? [] : [{ ...row, shown: gap }];
    holding = holdingAfter(holding, entry);
    return [...fold, row];
  });
};

export const elapsedText = (ms: number): string =>
  ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

export const silenceText = (ms: number): string => `${(ms / 1000).toFixed(1)} s without anything`;

const holdingAfter = (holding: ReadonlySet<ServiceName>, entry: TimelineEntry): ReadonlySet<ServiceName> => {
  // A repeated answer says what was, not what is; and what arrives after it was lost has been counted where it was sent.
  if (entry.kind !== 'arrow' || isRepeated(entry.arrow) || entry.arrow.again) return holding;
  const { label, from } = entry.arrow;
  if (HOLDS.some(({ begins }) => begins === label)) return new Set([...holding, from]);
  if (!HOLDS.some(({ ends }) => ends.includes(label))) return holding;
  return new Set([...holding].filter((lane) => lane !== from));
};
