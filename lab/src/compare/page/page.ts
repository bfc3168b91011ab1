// The comparison as one page: how each cell ends, and of each condition the lanes and all figures; what is common stays plain.
import { markup } from '../../report/markup.ts';
import type { Content, Markup } from '../../report/markup.ts';
import { grid } from '../../report/grid.ts';
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
      { id: 'ends', title: 'How it ends', body: endsGrid(cells, commandFor) },
      ...[...Map.groupBy(cells, ({ condition }) => condition)].map(([condition, each]) =>
        sectionOf(condition, each, commandFor),
      ),
      { id: 'parts', title: 'What is real', body: realAndSimulated(real, simulated) },
    ],
  });
};

type CommandFor = Compared['commandFor'];

const endsGrid = (cells: readonly Cell[], commandFor: CommandFor): Markup => {
  const protocols = [...new Set(cells.map(({ protocol }) => protocol))];
  const asked = [...new Set(cells.map(({ condition }) => condition))];
  return grid({
    caption: 'How the order ends, in brackets who waits meanwhile with something on hold',
    rowsAre: 'condition',
    columns: protocols,
    groups: [
      {
        title: 'The same order, services, stock and money',
        rows: asked.map((condition) => ({
          title: `${condition}: ${conditions[condition]}`,
          cells: protocols.map((protocol) =>
            gridCell(
              cells.find((one) => one.condition === condition && one.protocol === protocol),
              commandFor,
            ),
          ),
        })),
      },
    ],
  });
};

const gridCell = (cell: Cell | undefined, commandFor: CommandFor) =>
  cell && {
    state: cell.differences.length === 0 ? ('holds' as const) : ('violated' as const),
    sentence:
      cell.differences.length === 0
        ? `${cell.protocol} under ${cell.condition} is as promised: ${endInWords(cell)}.`
        : `${cell.protocol} under ${cell.condition}: ${cell.differences.join(' ')}`,
    label: endInWords(cell),
    command: commandFor(cell),
  };

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
