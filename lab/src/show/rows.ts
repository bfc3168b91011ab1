// The picture of a saga as rows, for text as for graphics: time down, long silence folded, and what is on hold where.
import type { ServiceName } from '@saga-lab/contracts/services';
import { isRepeated } from './arrow.ts';
import { HOLDS } from './definition.ts';
import type { Hold, HoldSign, ShownEntry, TimelineEntry } from './entry.ts';

const FOLD_MS = 500;

export interface Row {
  /** Milliseconds since the first row. */
  readonly elapsed: number;
  /** Lanes that hold something for the saga before this row. */
  readonly holding: ReadonlyMap<ServiceName, HoldSign>;
  /** A number: nothing happened for so many milliseconds. */
  readonly shown: ShownEntry | number;
}

/** @param entries oldest first. */
export const rowsOf = (entries: readonly TimelineEntry[]): readonly Row[] => {
  const start = entries[0]?.at ?? 0;
  let holds: readonly Hold[] = [];
  let before = start;
  return entries.flatMap((entry) => {
    const holding = new Map(holds.map(({ lane, sign }) => [lane, sign]));
    holds = holdsAfter(holds, entry);
    if (entry.kind === 'hold') return [];
    const gap = entry.at - before;
    before = entry.at;
    const row = { elapsed: entry.at - start, holding, shown: entry };
    // A long wait in which nothing happened takes one row, whatever its length.
    const fold = gap < FOLD_MS ? [] : [{ ...row, shown: gap }];
    return [...fold, row];
  });
};

export const elapsedText = (ms: number): string =>
  ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

export const silenceText = (ms: number): string => `${(ms / 1000).toFixed(1)} s without anything`;

const holdsAfter = (holds: readonly Hold[], entry: TimelineEntry): readonly Hold[] => {
  if (entry.kind === 'hold') return entry.begins ? [...holds, entry] : without(holds, entry);
  // A repeated answer says what was, not what is; and what arrives after it was lost has been counted where it was sent.
  if (entry.kind !== 'arrow' || isRepeated(entry.arrow) || entry.arrow.again) return holds;
  const { label, from, of } = entry.arrow;
  const own: Hold = { lane: from, of, sign: '::' };
  if (HOLDS.some(({ begins }) => begins === label)) return [...holds, own];
  return HOLDS.some(({ ends }) => ends.includes(label)) ? without(holds, own) : holds;
};

const without = (holds: readonly Hold[], { lane, of, sign }: Hold): readonly Hold[] =>
  holds.filter((hold) => hold.lane !== lane || hold.of !== of || hold.sign !== sign);
