// The comparison as one page: how each cell ends, and of each condition the lanes and all figures; what is common stays plain.
import { markup } from '../../report/markup.ts';
import type { Content, Markup } from '../../report/markup.ts';
import { mark } from '../../report/marks.ts';
import { page, scrolled } from '../../report/page.ts';
import type { Section } from '../../report/page.ts';
import { realAndSimulated } from '../../report/pieces.ts';
import type { Cell } from '../cell.ts';
import { conditions } from '../conditions.ts';
import type { Condition } from '../conditions.ts';
import { endInWords, figureRows } from '../words.ts';
import type { FigureRow } from '../words.ts';
import { lanesFigure } from './lanes-figure.ts';

export interface Compared {
  readonly cells: readonly Cell[];
  readonly command: string;
  /** What a person types to have one cell again. */
  readonly commandFor: (cell: Cell) => string;
  /** ISO 8601. */
  readonly at: string;
  readonly real: readonly string[];
  readonly simulated: readonly string[];
}

export const comparePage = ({ cells, command, commandFor, at, real, simulated }: Compared): string => {
  const wrong = cells.filter(({ differences }) => differences.length > 0).length;
  return page({
    title: 'The same order under each protocol',
    state: wrong === 0 ? 'holds' : 'violated',
    outcome:
      wrong === 0
        ? `All ${cells.length} cells are as their protocols promise.`
        : `${wrong} of ${cells.length} cells are not as their protocols promise.`,
    command,
    at,
    sections: [
      { id: 'ends', title: 'How it ends', body: endsTable(cells, commandFor) },
      ...[...Map.groupBy(cells, ({ condition }) => condition)].map(([condition, each]) =>
        sectionOf(condition, each, commandFor),
      ),
      { id: 'parts', title: 'What is real', body: realAndSimulated(real, simulated) },
    ],
  });
};

type CommandFor = Compared['commandFor'];

/** A row for each condition; marked is what is otherwise than in most of its row. */
const endsTable = (cells: readonly Cell[], commandFor: CommandFor): Markup => {
  const caption =
    'How the order ends; in brackets who waits with something on hold as long as the fault lasts';
  const heading = [...new Set(cells.map(({ protocol }) => protocol))];
  const groups = [...Map.groupBy(cells, ({ condition }) => condition)];
  return markup`<figure><figcaption>${caption}</figcaption>
${scrolled(
  caption,
  markup`<table class="ends" aria-label="${caption}">
<thead><tr><th scope="col">condition</th>${heading.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${groups.map(([condition, each]) => endsRow(condition, each))}</tbody></table>`,
)}</figure>
${reasons(
  cells.filter(({ differences }) => differences.length > 0),
  commandFor,
)}`;
};

const endsRow = (condition: Condition, cells: readonly Cell[]): Markup => {
  const usual = mostCommon(cells.map(endInWords));
  return markup`<tr><th scope="row"><a href="#under-${condition}">${condition}</a></th>${cells.map(
    (cell) =>
      markup`<td>${crossIn(cell)}${endInWords(cell) === usual ? usual : markup`<span class="differs">${endInWords(cell)}</span>`}</td>`,
  )}</tr>\n`;
};

const crossIn = (cell: Cell): Markup | undefined =>
  cell.differences.length === 0 ? undefined : markup`${mark('violated', reasonOf(cell))} `;

const reasonOf = ({ protocol, condition, differences }: Cell): string =>
  `${protocol} under ${condition}: ${differences.join(' ')}`;

const reasons = (wrong: readonly Cell[], commandFor: CommandFor): Markup | undefined =>
  wrong.length === 0
    ? undefined
    : markup`<h3>What is not as promised</h3>
<ul>${wrong.map((cell) => markup`<li>${reasonOf(cell)} <code>${commandFor(cell)}</code></li>\n`)}</ul>`;

const sectionOf = (condition: Condition, cells: readonly Cell[], commandFor: CommandFor): Section => ({
  id: `under-${condition}`,
  title: `${condition}: ${conditions[condition]}`,
  body: markup`${lanesFigure(cells, 'Strokes: something is held. Then a tick: it became final; a hook: it was given back; a question mark: it is still held. Small lines: something was written down. The axis makes each ten times as long equally wide; where all protocols end alike, nothing is coloured.')}
${figures(cells)}
<details><summary>To have one of them again</summary><ul>${cells.map((cell) => markup`<li><code>${commandFor(cell)}</code></li>\n`)}</ul></details>`,
});

const figures = (cells: readonly Cell[]): Content => {
  const name = 'All figures; marked is what is otherwise than in most';
  return markup`<figure><figcaption>${name}</figcaption>
${scrolled(
  name,
  markup`<table aria-label="${name}">
<thead><tr><th scope="col">figure</th>${cells.map(({ protocol }) => markup`<th scope="col" class="number">${protocol}</th>`)}</tr></thead>
<tbody>
${figureRows(cells).map(rowOf)}</tbody></table>`,
)}</figure>
`;
};

const rowOf = ({ name, values }: FigureRow): Markup => {
  const usual = mostCommon(values);
  return markup`<tr><th scope="row">${name}</th>${values.map((value) =>
    value === usual
      ? markup`<td class="number">${value}</td>`
      : markup`<td class="number"><span class="differs">${value}</span></td>`,
  )}</tr>\n`;
};

/** The first of those that come most often. */
const mostCommon = (values: readonly string[]): string | undefined => {
  const times = (value: string) => values.filter((one) => one === value).length;
  return values.toSorted((a, b) => times(b) - times(a))[0];
};
