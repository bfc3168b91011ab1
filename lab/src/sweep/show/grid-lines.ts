// The sweep in a terminal: a line for each message, a column for each point, a mark for each time that it comes or is missed.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Paint } from '../../show/paint.ts';
import type { Token } from '../../show/palette.ts';
import { idOf, passes } from '../cells/cells.ts';
import type { Grid, Pass } from '../cells/cells.ts';
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
  blocked: { sign: '-', token: 'wait' },
  'not chosen': { sign: ' ', token: 'wait' },
  'no such case': { sign: '.', token: 'wait' },
};

/** From here on marks have their brackets. */
const WIDE = 110;

export const gridLines = (
  { rows, cells }: Grid,
  results: readonly CellResult[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): readonly string[] => {
  const shownPasses = passes.filter((pass) => cells.some((cell) => cell.pass === pass));
  const columns: Columns = {
    label: Math.max(...rows.map(({ message }) => message.length)),
    marks: shownPasses.length,
    wide: width >= WIDE,
  };
  const found = new Map(results.map((result) => [idOf(result.cell), result.state]));
  const known = new Set(cells.map(idOf));
  const shownOf = (row: Row, point: Point): readonly Shown[] =>
    shownPasses.map((pass) => {
      const id = idOf({ ...row, point, pass });
      return found.get(id) ?? (known.has(id) ? 'not chosen' : 'no such case');
    });
  const lineOf = (row: Row): string =>
    [
      row.message.padEnd(columns.label),
      ...pointNames.map((point) => marksOf(shownOf(row, point), { point, columns, paint })),
    ]
      .join(' ')
      .trimEnd();
  const groupOf = (service: ServiceName): readonly string[] => {
    const own = rows.filter((row) => row.service === service && hasAny(results, row));
    return own.length === 0 ? [] : [paint('heading', service), ...own.map(lineOf), ''];
  };
  return [headingLine(columns), ...serviceNames.flatMap(groupOf), ...legend(shownPasses, paint)];
};

/** How wide things are, in characters, and how many marks there are for a point. */
interface Columns {
  readonly label: number;
  readonly marks: number;
  readonly wide: boolean;
}

const hasAny = (results: readonly CellResult[], { service, message, way }: Row): boolean =>
  results.some(({ cell }) => cell.service === service && cell.message === message && cell.way === way);

const columnWidth = (point: Point, { marks, wide }: Columns): number =>
  Math.max(definitionOf(point).short.length, wide ? 3 * marks : marks);

const headingLine = (columns: Columns): string =>
  [
    'killed before'.padEnd(columns.label),
    ...pointNames.map((point) => definitionOf(point).short.padEnd(columnWidth(point, columns))),
  ]
    .join(' ')
    .trimEnd();

const marksOf = (
  shown: readonly Shown[],
  { point, columns, paint }: { readonly point: Point; readonly columns: Columns; readonly paint: Paint },
): string => {
  const { wide } = columns;
  const text = shown.map((each) => markOf(each, wide, paint)).join('');
  const room = columnWidth(point, columns) - shown.length * (wide ? 3 : 1);
  return `${text}${' '.repeat(room)}`;
};

const markOf = (shown: Shown, wide: boolean, paint: Paint): string => {
  const { sign, token } = signs[shown];
  const isMark = shown !== 'not chosen' && shown !== 'no such case';
  return paint(token, wide ? (isMark ? `(${sign})` : ` ${sign} `) : sign);
};

const legend = (shownPasses: readonly Pass[], paint: Paint): readonly string[] => {
  const sign = (shown: Shown) => paint(signs[shown].token, signs[shown].sign);
  const hasAway = shownPasses.includes('away');
  return [
    `Left: killed once. ${hasAway ? 'Middle' : 'Right'}: killed again when the message came back.`,
    ...(hasAway
      ? [
          'Right: killed once, and not there again until the others could do no more.',
          `${sign('blocked')} the others waited for it, as is promised, and then everything added up`,
        ]
      : []),
    `${sign('green')} everything adds up   ${sign('red')} violated   ${sign('not reached')} not killed there   ${sign('no such case')} no such case`,
    ...pointNames.map((point) => `${definitionOf(point).short.padEnd(8)} ${definitionOf(point).says}`),
  ];
};
