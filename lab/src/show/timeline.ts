// One saga as a picture of text: lanes left to right, time down, what happened oldest first.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';
import { arrowPieces } from './arrows.ts';
import { entriesOf } from './entries.ts';
import type { TimelineEntry } from './entry.ts';
import type { Circumstances } from './interventions.ts';
import type { Piece } from './lanes.ts';
import { columns, drawn, headingLine, laneLine, WIDTH } from './lanes.ts';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';
import type { Row } from './rows.ts';
import { elapsedText, rowsOf, silenceText } from './rows.ts';

/** What the signs mean; show it once above the first timeline. */
export const legend: readonly string[] = [
  '<-[Request]- by HTTP   --[Command]-->   <--(Reply)--   <--(Refusal)x-   ==[Compensation]==>',
  ':: stock on hold   (2) sent again   x2 answered before   empty: nothing to undo   ..> not confirmed',
];

/** Where somebody does something to the system. */
export const legendOfInjections = '--x lost on its way   again: sent once more   ! crash   ^ restart';

/** @param commits all commits of one saga; at most 100 columns, the first row is 0 ms. */
export const timeline = (
  commits: CommitsByService,
  paint: Paint,
  circumstances: Circumstances = {},
): readonly string[] => [
  headingLine(paint),
  ...rowsOf(entriesOf(commits, circumstances)).map((row) => lineOf(row, paint)),
];

const lineOf = ({ shown, elapsed, holding }: Row, paint: Paint): string => {
  if (typeof shown !== 'number' && shown.kind === 'pivot') return pivotLine(paint);
  const time = typeof shown === 'number' ? '...' : elapsedText(elapsed);
  const pieces = typeof shown === 'number' ? silencePieces(shown) : piecesOf(shown);
  return laneLine(time, pieces, holding, paint);
};

const silencePieces = (ms: number): readonly Piece[] => [
  { at: columns[orchestrator.name] + 1, text: ` ~ ${silenceText(ms)} ~`, token: 'wait' },
];

const piecesOf = (entry: Exclude<TimelineEntry, { kind: 'pivot' }>): readonly Piece[] => {
  switch (entry.kind) {
    case 'arrow':
      return arrowPieces(entry.arrow);
    case 'request':
      return requestPieces(entry.lane, entry.label);
    case 'note':
      return notePieces(entry.lane, entry.label);
    case 'crash':
    case 'restart':
      return signPieces(entry.lane, entry.kind === 'crash' ? '!' : '^', entry.label);
    case 'injection':
      return [{ at: columns[orchestrator.name] + 2, text: clipped(`* ${entry.label}`) }];
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

/** The sentence stands where there is most room beside its lane. */
const signPieces = (lane: ServiceName, sign: string, label: string): readonly Piece[] => {
  const at = columns[lane];
  const text = clipped(label);
  const beside = at + 2 + text.length <= WIDTH ? at + 2 : Math.max(0, at - 1 - text.length);
  return [
    { at: beside, text },
    { at, text: `${sign} `, token: sign === '!' ? 'fail' : 'ok' },
  ];
};

const MOST = WIDTH - columns[orchestrator.name] - 4;

const clipped = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST - 3)}...` : text);
