// A grid of cells that were tried one by one, such as service and message against the point of a crash.
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import type { State } from './marks.ts';
import { mark } from './marks.ts';
import { scrolled } from './page.ts';

export interface Cell {
  readonly state: State;
  /** What was tried and what came of it: the accessible name, and the reason where it is violated. */
  readonly sentence: string;
  /** A few characters beside the mark: `I-5`, `2x`. */
  readonly label?: string;
  /** What a person types to try this cell alone. */
  readonly command?: string;
}

export interface GridRow {
  readonly title: string;
  /** One for each column; `undefined`: there is no such case. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface Grid {
  /** What is seen here, in a sentence. */
  readonly caption: string;
  /** What the rows are: `message`. */
  readonly rowsAre: string;
  readonly columns: readonly string[];
  /** Rows under a heading: one for each service. */
  readonly groups: readonly { readonly title: string; readonly rows: readonly GridRow[] }[];
}

/** A table, and below it every violated cell with its sentence and its command. */
export const grid = ({ caption, rowsAre, columns, groups }: Grid): Markup => {
  const cells = groups.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  return markup`<p>${caption}</p>
${legendOf(cells)}
${scrolled(
  caption,
  markup`<table class="grid" aria-label="${caption}">
<thead><tr><th scope="col">${rowsAre}</th>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
${groups.map(({ title, rows }) => groupOf(title, rows, columns.length))}</table>`,
)}
${reasonsOf(cells.filter((cell) => cell?.state === 'violated'))}`;
};

const groupOf = (title: string, rows: readonly GridRow[], columns: number): Markup =>
  markup`<tbody class="group"><tr><th scope="rowgroup" colspan="${columns + 1}">${title}</th></tr>
${rows.map(({ title: name, cells }) => markup`<tr><th scope="row">${name}</th>${cells.map(cellOf)}</tr>\n`)}</tbody>
`;

const cellOf = (cell: Cell | undefined): Markup => {
  if (!cell) return markup`<td data-state="none"></td>`;
  const { state, sentence, label } = cell;
  return markup`<td data-state="${state}">${mark(state, sentence)}${label === undefined ? undefined : ` ${label}`}</td>`;
};

const words: Readonly<Record<State, string>> = {
  holds: 'holds',
  open: 'cannot be said',
  violated: 'violated',
  none: 'not tried',
};

/** Of each state that is there: its mark, its name and how many cells have it. */
const legendOf = (cells: readonly (Cell | undefined)[]): Markup => {
  const states = (Object.keys(words) as State[]).map((state) => ({
    state,
    many: cells.filter((cell) => cell?.state === state).length,
  }));
  const shown = states.filter(({ many }) => many > 0);
  return markup`<ul class="legend">${shown.map(
    ({ state, many }) =>
      markup`<li>${mark(state, `Sign for: ${words[state]}.`)} ${words[state]}: ${many}</li>`,
  )}</ul>`;
};

const reasonsOf = (violated: readonly (Cell | undefined)[]): Markup | undefined => {
  if (violated.length === 0) return undefined;
  return markup`<h3>What is violated</h3>
<ul>${violated.map(
    (cell) =>
      markup`<li>${cell?.sentence}${cell?.command === undefined ? undefined : markup` <code>${cell.command}</code>`}</li>\n`,
  )}</ul>`;
};
