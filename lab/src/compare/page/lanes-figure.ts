// The lanes of all protocols under one condition, one above the other on the same axis of time.
import { markup } from '../../report/markup.ts';
import type { Markup } from '../../report/markup.ts';
import { scrolled } from '../../report/page.ts';
import type { Cell } from '../cell.ts';
import type { Lane } from '../lanes.ts';
import { endInWords } from '../words.ts';
import { axisShape, axisUntil, WIDTH } from './axis.ts';
import { fateOf, LANE, laneShape } from './lane-shape.ts';

const HEAD = 26;
const TITLE = 26;

/** `cells`: all of the same condition. */
export const lanesFigure = (cells: readonly Cell[], caption: string): Markup => {
  const until = Math.max(...cells.map(({ course }) => course.until));
  const axis = axisUntil(until);
  const different = differing(cells);
  const heights = cells.map(({ course }) => TITLE + course.lanes.length * LANE);
  const tops = heights.map((_, n) => HEAD + heights.slice(0, n).reduce((sum, height) => sum + height, 0));
  const bottom = HEAD + heights.reduce((sum, height) => sum + height, 0);
  const groups = cells.map((cell, n) => {
    const { protocol, course } = cell;
    const drawn = { axis, protocol, until: course.until };
    return markup`<g transform="translate(0 ${tops[n] ?? HEAD})"><rect class="halo" x="0" y="2" width="${WIDTH}" height="${TITLE - 4}"/><text class="title" x="0" y="18">${protocol}: ${endInWords(cell)}</text>${course.lanes.map(
      (lane, at) =>
        markup`<g transform="translate(0 ${TITLE + at * LANE})">${laneShape(lane, { ...drawn, differs: different.has(lane.who) })}</g>\n`,
    )}</g>`;
  });
  return markup`<figure><figcaption>${caption}</figcaption>
${scrolled(
  caption,
  markup`<svg class="schedule lanes" viewBox="0 0 ${WIDTH} ${bottom}" role="group" aria-label="${caption}">${axisShape(axis, bottom)}${groups}</svg>`,
)}</figure>
`;
};

/** Services at which not all protocols end alike. */
const differing = (cells: readonly Cell[]): ReadonlySet<string> => {
  const lanes = cells.flatMap(({ course }) => course.lanes);
  const byService = Map.groupBy(lanes, ({ who }: Lane) => who);
  return new Set([...byService].filter(([, each]) => new Set(each.map(fateOf)).size > 1).map(([who]) => who));
};
