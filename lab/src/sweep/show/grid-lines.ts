// The sweep in a terminal: a line for each message, a column for each point, two marks for its first time and its return.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Paint } from '../../show/paint.ts';
import type { Token } from '../../show/palette.ts';
import { cells, idOf, passes } from '../cells/cells.ts';
import { rows } from '../cells/messages.ts';
import type { Row } from '../cells/messages.ts';
import { definitionOf, pointNames } from '../cells/points.ts';
import type { Point } from '../cells/points.ts';
import type { CellState } from '../build/twins.ts';
import type { CellResult } from '../run/result.ts';

type Shown = CellState | 'not chosen' | 'no such case';

const signs: Readonly<Record<Shown, { readonly sign: string; readonly token: Token }>> = {
  green: { sign: '/', token: 'ok' },
  red: { sign: 'x', token: 'fail' },
  'not reached': { sign: '~', token: 'event' },
  'not chosen': { sign: ' ', token: 'wait' },
  'no such case': { sign: '.', token: 'wait' },
};

/** From here on marks have their brackets. */
const WIDE = 110;

export const gridLines = (
  results: readonly CellResult[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): readonly string[] => {
  const found = new Map(results.map((result) => [idOf(result.cell), result.state]));
  const known = new Set(cells.map(idOf));
  const wide = width >= WIDE;
  const shownOf = (row: Row, point: Point): readonly Shown[] =>
    passes.map((pass) => {
      const id = idOf({ ...row, point, pass });
      return found.get(id) ?? (known.has(id) ? 'not chosen' : 'no such case');
    });
  const lineOf = (row: Row): string =>
    [
      row.message.padEnd(labelWidth),
      ...pointNames.map((point) => marksOf(shownOf(row, point), { point, wide, paint })),
    ]
      .join(' ')
      .trimEnd();
  const groupOf = (service: ServiceName): readonly string[] => {
    const own = rows.filter((row) => row.service === service && hasAny(results, row));
    return own.length === 0 ? [] : [paint('heading', service), ...own.map(lineOf), ''];
  };
  return [headingLine(wide), ...serviceNames.flatMap(groupOf), ...legend(paint)];
};

const labelWidth = Math.max(...rows.map(({ message }) => message.length));

const hasAny = (results: readonly CellResult[], { service, message, way }: Row): boolean =>
  results.some(({ cell }) => cell.service === service && cell.message === message && cell.way === way);

const columnWidth = (point: Point, wide: boolean): number =>
  Math.max(definitionOf(point).short.length, wide ? 6 : 2);

const headingLine = (wide: boolean): string =>
  [
    'killed before'.padEnd(labelWidth),
    ...pointNames.map((point) => definitionOf(point).short.padEnd(columnWidth(point, wide))),
  ]
    .join(' ')
    .trimEnd();

const marksOf = (
  shown: readonly Shown[],
  { point, wide, paint }: { readonly point: Point; readonly wide: boolean; readonly paint: Paint },
): string => {
  const text = shown.map((each) => markOf(each, wide, paint)).join('');
  const room = columnWidth(point, wide) - shown.length * (wide ? 3 : 1);
  return `${text}${' '.repeat(room)}`;
};

const markOf = (shown: Shown, wide: boolean, paint: Paint): string => {
  const { sign, token } = signs[shown];
  const isMark = shown !== 'not chosen' && shown !== 'no such case';
  return paint(token, wide ? (isMark ? `(${sign})` : ` ${sign} `) : sign);
};

const legend = (paint: Paint): readonly string[] => {
  const sign = (shown: Shown) => paint(signs[shown].token, signs[shown].sign);
  return [
    'Left: killed once. Right: killed again when the message came back.',
    `${sign('green')} everything adds up   ${sign('red')} violated   ${sign('not reached')} not killed there   ${sign('no such case')} no such case`,
    ...pointNames.map((point) => `${definitionOf(point).short.padEnd(8)} ${definitionOf(point).says}`),
  ];
};
