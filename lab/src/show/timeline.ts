// One saga as a picture of text: lanes left to right, time down, what happened oldest first.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';
import { arrowPieces, spanOf } from './arrows.ts';
import { entriesOf } from './entries.ts';
import type { ShownEntry, TimelineEntry } from './entry.ts';
import type { Circumstances } from './interventions.ts';
import type { Canvas, Piece, Span } from './lanes.ts';
import { isUnderProtocol } from './protocol-words.ts';
import { drawn, headingLine, laneLine, layoutFitting, layoutFor } from './lanes.ts';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';
import type { Row } from './rows.ts';
import { elapsedText, rowsOf, silenceText } from './rows.ts';
import { wrapped } from './wrapped.ts';

/** Where lines never wrap, as in a file. */
const WIDTH = 100;

/** What the signs mean; show it once above the first timeline. */
export const legend: readonly string[] = [
  '<-[Request]- by HTTP   --[Command]-->   <--(Reply)--   <--(Refusal)x-   ==[Compensation]==>',
  ':: stock on hold   (2) sent again   x2 answered before   empty: nothing to undo   ..> not confirmed',
];

/** The same in lines of at most so many columns. */
export const legendFor = (width = WIDTH): readonly string[] =>
  legend.flatMap((line) => wrapped(line, width, '   '));

/** Of orders under other protocols than the saga. */
export const legendOfDoubt = '?? promised its part, and in doubt about the outcome';

/** Where somebody does something to the system. */
export const legendOfInjections = '--x lost on its way   again: sent once more   ! crash   ^ restart';

export interface TimelineOptions extends Circumstances {
  /** Columns that there are; 100 unless told. */
  readonly width?: number | undefined;
  /** Behind what had happened by this instant stands a rule; what comes later is gray. */
  readonly now?: number | undefined;
}

/** @param commits all commits of one saga; the first row is 0 ms. */
export const timeline = (
  commits: CommitsByService,
  paint: Paint,
  { width = WIDTH, now, ...circumstances }: TimelineOptions = {},
): readonly string[] => {
  const entries = entriesOf(commits, circumstances);
  const isSagas = circumstances.nameOf === undefined && !isUnderProtocol(commits);
  const layout = isSagas ? layoutFor(width) : layoutFitting(width, entries.flatMap(spansOf));
  const canvas: Canvas = { ...layout, paint };
  const rows = rowsOf(entries);
  if (now === undefined) return [headingLine(canvas), ...rows.flatMap((row) => linesOf(row, canvas))];
  const elapsed = now - (entries[0]?.at ?? 0);
  const [past, future] = [
    rows.filter((row) => row.elapsed <= elapsed),
    rows.filter((row) => row.elapsed > elapsed),
  ];
  const gray: Canvas = { ...canvas, paint: (_token, text) => paint('wait', text) };
  return [
    headingLine(canvas),
    ...past.flatMap((row) => linesOf(row, canvas)),
    ruleLine(NOW, canvas),
    ...future.flatMap((row) => linesOf(row, gray)),
  ];
};

const spansOf = (entry: TimelineEntry): readonly Span[] =>
  entry.kind === 'arrow' ? [spanOf(entry.arrow)] : [];

const linesOf = ({ shown, elapsed, holding }: Row, canvas: Canvas): readonly string[] => {
  const line = (time: string, pieces: readonly Piece[]) => laneLine(time, pieces, holding, canvas);
  if (typeof shown === 'number') return [line('...', silencePieces(shown, canvas))];
  if (shown.kind === 'pivot') return [ruleLine(PIVOT_RULE, canvas)];
  const time = elapsedText(elapsed);
  const sentence = (label: string) =>
    sentencePieces(label, canvas).map((piece, n) => line(n === 0 ? time : '', [piece]));
  if (shown.kind === 'injection') return sentence(shown.label);
  if (isLong(shown, canvas)) return [...sentence(shown.label), line('', signPieces(shown, canvas))];
  return [line(time, piecesOf(shown, canvas))];
};

/** In full, however long it is. */
const sentencePieces = (label: string, { columns, width }: Canvas): readonly Piece[] => {
  const at = columns[orchestrator.name] + 2;
  return wrapped(label, width - at - 2).map((text, n) => ({ at, text: `${n === 0 ? '*' : ' '} ${text}` }));
};

const silencePieces = (ms: number, { columns }: Canvas): readonly Piece[] => [
  { at: columns[orchestrator.name] + 1, text: ` ~ ${silenceText(ms)} ~`, token: 'wait' },
];

type Shown = Exclude<ShownEntry, { kind: 'pivot' | 'injection' }>;
type Sign = Extract<TimelineEntry, { kind: 'note' | 'request' | 'crash' | 'restart' }>;

const piecesOf = (entry: Shown, canvas: Canvas): readonly Piece[] => {
  switch (entry.kind) {
    case 'arrow':
      return arrowPieces(entry.arrow, canvas);
    case 'request':
      return requestPieces(entry, canvas);
    case 'note':
      return notePieces(entry, canvas);
    case 'crash':
    case 'restart':
      return [...besidePieces(entry, canvas), ...signPieces(entry, canvas)];
    default:
      return entry satisfies never;
  }
};

interface Rule {
  readonly label: string;
  readonly stroke: string;
  readonly token: Token;
}

const PIVOT_RULE: Rule = { label: ' PIVOT ', stroke: '=', token: 'ok' };
const NOW: Rule = { label: ' NOW ', stroke: '#', token: 'command' };

/** Over the whole width of the lanes. */
const ruleLine = ({ label, stroke, token }: Rule, canvas: Canvas): string => {
  const from = canvas.columns[orchestrator.name];
  const length = canvas.width - 1 - from;
  const left = Math.floor((length - label.length) / 2);
  return drawn(
    [
      { at: from, text: stroke.repeat(length), token },
      { at: from + left, text: label },
    ],
    canvas,
  );
};

/** A request over HTTP comes from outside the picture: from the right, where there is room for it. */
const requestPieces = ({ lane, label }: Sign, { columns, width }: Canvas): readonly Piece[] => {
  const at = columns[lane];
  const [right, left] = [`<-[${label}]-`, `-[${label}]->`];
  const start = at + 1 + right.length <= width ? at + 1 : at - left.length;
  return [
    { at, text: '|' },
    { at: start, text: start > at ? right : left, token: 'command' },
    { at: start + (start > at ? 3 : 2), text: label },
  ];
};

const ends: Readonly<Record<string, Token>> = { SagaCompleted: 'ok', SagaCompensated: 'compensation' };

const notePieces = ({ lane, label }: Sign, canvas: Canvas): readonly Piece[] => [
  { at: canvas.columns[lane], text: '|' },
  { at: besides(lane, label, canvas), text: label, token: ends[label] },
];

const signPieces = ({ kind, lane }: Sign, { columns }: Canvas): readonly Piece[] => [
  kind === 'crash'
    ? { at: columns[lane], text: '! ', token: 'fail' }
    : { at: columns[lane], text: '^ ', token: 'ok' },
];

/** The sentence stands where there is room for it beside its lane. */
const besidePieces = ({ lane, label }: Sign, canvas: Canvas): readonly Piece[] => [
  { at: besides(lane, label, canvas), text: label },
];

const besides = (lane: ServiceName, label: string, { columns, width }: Canvas): number => {
  const at = columns[lane];
  return at + 2 + label.length <= width ? at + 2 : at - 1 - label.length;
};

/** Neither behind its lane nor before it. */
const isLong = (entry: Shown, { columns, width }: Canvas): entry is Sign => {
  if (entry.kind !== 'crash' && entry.kind !== 'restart') return false;
  const at = columns[entry.lane];
  return at + 2 + entry.label.length > width && at - 1 - entry.label.length <= columns[orchestrator.name];
};
