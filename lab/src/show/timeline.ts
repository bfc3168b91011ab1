// One saga as a picture of text: lanes left to right, time down, what happened oldest first.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';
import { arrowPieces } from './arrows.ts';
import { HOLDS } from './definition.ts';
import { entriesOf } from './entries.ts';
import type { TimelineEntry } from './entries.ts';
import type { Piece } from './lanes.ts';
import { columns, drawn, headingLine, laneLine, WIDTH } from './lanes.ts';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';

const FOLD_MS = 500;
const noHold: ReadonlySet<ServiceName> = new Set();

/** What the signs mean; show it once above the first timeline. */
export const legend: readonly string[] = [
  '<-[Request]- by HTTP   --[Command]-->   <--(Reply)--   <--(Refusal)x-   ==[Compensation]==>',
  ':: stock on hold   (2) sent again   x2 answered before   empty: nothing to undo   ..> not confirmed',
];

/** @param commits all commits of one saga; at most 100 columns, the first row is 0 ms. */
export const timeline = (commits: CommitsByService, paint: Paint): readonly string[] => {
  const all = entriesOf(commits);
  const start = all[0]?.at ?? 0;
  let holding = noHold;
  let before = start;
  const rows = all.flatMap((entry) => {
    const fold = foldOf(entry.at - before, holding, paint);
    before = entry.at;
    const row = rowOf(entry, { time: elapsed(entry.at - start), holding, paint });
    holding = holdingAfter(holding, entry);
    return [...fold, row];
  });
  return [headingLine(paint), ...rows];
};

const elapsed = (ms: number): string => (ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

/** A long wait in which nothing happened takes one line, whatever its length. */
const foldOf = (gap: number, holding: ReadonlySet<ServiceName>, paint: Paint): readonly string[] => {
  if (gap < FOLD_MS) return [];
  const text = ` ~ ${(gap / 1000).toFixed(1)} s without anything ~`;
  return [laneLine('...', [{ at: columns[orchestrator.name] + 1, text, token: 'wait' }], holding, paint)];
};

const rowOf = (
  entry: TimelineEntry,
  { time, holding, paint }: { time: string; holding: ReadonlySet<ServiceName>; paint: Paint },
): string => {
  switch (entry.kind) {
    case 'pivot':
      return pivotLine(paint);
    case 'arrow':
      return laneLine(time, arrowPieces(entry.arrow), holding, paint);
    case 'request':
      return laneLine(time, requestPieces(entry.lane, entry.label), holding, paint);
    case 'note':
      return laneLine(time, notePieces(entry.lane, entry.label), holding, paint);
    default:
      return entry satisfies never;
  }
};

const pivotLine = (paint: Paint): string => {
  const label = ' PIVOT ';
  const from = columns[orchestrator.name];
  const length = WIDTH - 1 - from;
  const left = Math.floor((length - label.length) / 2);
  return drawn(
    [
      { at: from, text: '='.repeat(length), token: 'ok' },
      { at: from + left, text: label },
    ],
    paint,
  );
};

/** A request over HTTP comes from outside the picture. */
const requestPieces = (lane: ServiceName, label: string): readonly Piece[] => [
  { at: columns[lane], text: '|' },
  { at: columns[lane] + 1, text: `<-[${label}]-`, token: 'command' },
  { at: columns[lane] + 4, text: label },
];

const ends: Readonly<Record<string, Token>> = { SagaCompleted: 'ok', SagaCompensated: 'compensation' };

const notePieces = (lane: ServiceName, label: string): readonly Piece[] => [
  { at: columns[lane] + 2, text: label, token: ends[label] },
];

const holdingAfter = (holding: ReadonlySet<ServiceName>, entry: TimelineEntry): ReadonlySet<ServiceName> => {
  // A repeated answer says what was, not what is.
  if (entry.kind !== 'arrow' || entry.arrow.mark === 'x2') return holding;
  const { label, from } = entry.arrow;
  if (HOLDS.some(({ begins }) => begins === label)) return new Set([...holding, from]);
  if (!HOLDS.some(({ ends }) => ends.includes(label))) return holding;
  return new Set([...holding].filter((lane) => lane !== from));
};
