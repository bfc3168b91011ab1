// One screen while stepping: the moment, what there was, what was under way, and as much of the picture as there is room for.
import type { Paint } from '../../../show/paint.ts';
import { pictureAt } from '../../../time-travel/picture.ts';
import { headingLines, thingLines, underwayLines } from '../lines.ts';
import type { AnyLook } from '../../../time-travel/look.ts';
import { help } from './keys.ts';

export interface Screen {
  readonly rows: number;
  readonly columns: number;
  readonly paint: Paint;
  /** Lines that the picture is moved by; 0: what is now is in sight. */
  readonly scroll: number;
}

/** No more lines than there are rows; the last of them says which keys there are. */
export const frameOf = (look: AnyLook, { rows, columns, paint, scroll }: Screen): readonly string[] => {
  const above = [
    ...headingLines(look, paint),
    ...happenedLines(look),
    ...thingLines(look),
    ...underwayLines(look, paint),
    '',
  ];
  const room = Math.max(0, rows - 1);
  const picture = look.order === undefined ? [] : pictureAt(look.cut, paint, columns);
  const shown = inSight(picture, { height: Math.max(0, room - above.length), scroll });
  return [...[...above, ...shown].slice(0, room), paint('heading', help)];
};

/** What this very step did: one line for each commit. */
const happenedLines = ({ happened }: AnyLook): readonly string[] =>
  happened.map(
    ({ service, took, wrote }) =>
      `  just now: ${service} took ${took}${wrote.length === 0 ? '' : ` -> ${wrote.join(', ')}`}`,
  );

interface Window {
  readonly height: number;
  readonly scroll: number;
}

/** The heading of the picture, and the lines around now. */
const inSight = ([heading, ...lines]: readonly string[], { height, scroll }: Window): readonly string[] => {
  if (heading === undefined || height === 0) return [];
  const now = lines.findIndex((line) => line.includes(' NOW '));
  const room = height - 1;
  const start = now - Math.floor((room * 2) / 3) + scroll;
  const first = Math.max(0, Math.min(start, lines.length - room));
  return [heading, ...lines.slice(first, first + room)];
};
