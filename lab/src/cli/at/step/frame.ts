// One screen while stepping: the moment, what there was, what was under way, and as much of the picture as there is room for.
import type { Paint } from '../../../show/paint.ts';
import { pictureAt } from '../../../time-travel/picture.ts';
import { headingLines, thingLines, underwayLines } from '../lines.ts';
import type { Look } from '../look.ts';
import { ALL } from '../subject.ts';
import { help } from './keys.ts';

export interface Screen {
  readonly rows: number;
  readonly columns: number;
  readonly paint: Paint;
  /** Lines that the picture is moved by; 0: what is now is in sight. */
  readonly scroll: number;
}

/** No more lines than there are rows; the last of them says which keys there are. */
export const frameOf = (look: Look, { rows, columns, paint, scroll }: Screen): readonly string[] => {
  const above = [
    ...headingLines(look, paint),
    ...happenedLines(look),
    ...thingLines(look),
    ...underwayLines(look, paint),
    '',
  ];
  const room = Math.max(0, rows - 1);
  const picture = look.subject.name === ALL ? [] : pictureAt(look.cut, paint, columns);
  const shown = inSight(picture, { height: Math.max(0, room - above.length), scroll });
  return [...[...above, ...shown].slice(0, room), paint('heading', help)];
};

/** What this very step did: one line for each commit. */
const happenedLines = ({ cut, lamport }: Look): readonly string[] =>
  cut.history.all
    .filter(({ commit }) => commit.lamport === lamport)
    .map(({ service, commit }) => {
      const events = commit.events.map(({ type }) => type).join(', ');
      return `  just now: ${service} took ${commit.input.type}${events === '' ? '' : ` -> ${events}`}`;
    });

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
