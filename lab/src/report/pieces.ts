// Pieces that every report has: verdicts, tables of figures, and what was done to the system.
import type { Verdict } from '../checker/verdict.ts';
import { count } from '../checker/verdict.ts';
import type { Injection } from '../simulator/simulation.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import { mark } from './marks.ts';
import { scrolled } from './page.ts';

type Value = string | number;

/** A table of figures with a name; numbers stand to the right. */
export interface Figure {
  /** In a sentence what is counted or measured here, with its unit. */
  readonly name: string;
  readonly heading: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

const stateWords: Readonly<Record<Verdict['state'], string>> = {
  holds: 'holds',
  open: 'cannot be said yet',
  violated: 'is violated',
};

/** More findings than that are folded away. */
const MOST_OPEN = 10;

export const verdictList = (verdicts: readonly Verdict[]): Markup =>
  markup`<ul class="verdicts">
${verdicts.map(
  ({ invariant, state, sentence, findings }) =>
    markup`<li>${mark(state, `${invariant} ${stateWords[state]}.`)}<b>${invariant}</b><div>${sentence}${findingsOf(findings)}</div></li>\n`,
)}</ul>`;

const findingsOf = (findings: readonly string[]): Markup | undefined => {
  if (findings.length === 0) return undefined;
  const list = (some: readonly string[]) => markup`<ul>${some.map((one) => markup`<li>${one}</li>\n`)}</ul>`;
  const rest = findings.slice(MOST_OPEN);
  const more =
    rest.length > 0 && markup`<details><summary>${rest.length} more</summary>${list(rest)}</details>`;
  return markup`${list(findings.slice(0, MOST_OPEN))}${more || undefined}`;
};

export const figureTable = ({ name, heading, rows }: Figure): Markup => {
  const [first = []] = rows;
  const sort = (column: number) => (typeof first[column] === 'number' ? 'number' : 'text');
  const cellOf = (value: Value, column: number) =>
    column === 0
      ? markup`<th scope="row">${shown(value)}</th>`
      : markup`<td class="${sort(column)}">${shown(value)}</td>`;
  const scrolling = scrolled(
    name,
    markup`<table aria-label="${name}">
<thead><tr>${heading.map((title, n) => markup`<th scope="col" class="${n > 0 ? sort(n) : 'text'}">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => markup`<tr>${row.map(cellOf)}</tr>\n`)}</tbody></table>`,
  );
  return markup`<figure><figcaption>${name}</figcaption>
${scrolling}</figure>
`;
};

const shown = (value: Value): string => (typeof value === 'number' ? value.toLocaleString('en') : value);

/** Oldest first, as they were done. */
export const injectionTable = (injections: readonly Injection[]): Markup => {
  if (injections.length === 0) return markup`<p>Nothing was done to the system.</p>`;
  const table = figureTable({
    name: `${count(injections.length, 'injection')}, with the time since the run began`,
    heading: ['after', 'what', 'to'],
    rows: injections.map(({ at, what, service }) => [`${(at / 1_000).toFixed(3)} s`, what, service ?? 'all']),
  });
  if (injections.length <= MOST_OPEN) return table;
  return markup`<details><summary>${count(injections.length, 'injection')}, oldest first</summary>${table}</details>`;
};

/** What a reader has to know before believing anything else. */
export const realAndSimulated = (real: readonly string[], simulated: readonly string[]): Markup => {
  const part = (title: string, sentences: readonly string[]) => markup`<div><h3>${title}</h3>
<ul>${(sentences.length > 0 ? sentences : ['Nothing.']).map((one) => markup`<li>${one}</li>\n`)}</ul></div>
`;
  return markup`<div class="pair">
${part('Real', real)}${part('Simulated', simulated)}</div>`;
};
