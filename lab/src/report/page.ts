// The frame of every report: one HTML file that needs nothing else, no script and no request.
import type { Content } from './markup.ts';
import { Markup, markup } from './markup.ts';
import type { State } from './marks.ts';
import { mark } from './marks.ts';
import { pageStyle } from './style.ts';

export interface Section {
  /** For links to it: `#grid`. */
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

export interface Page {
  readonly title: string;
  readonly state: State;
  /** What came out, in a sentence. */
  readonly outcome: string;
  /** What a person types to have the same again. */
  readonly command: string;
  /** When the run ended, ISO 8601. */
  readonly at: string;
  readonly sections: readonly Section[];
}

/**
 * The whole document as text. Pieces for its sections: `verdictList`, `figureTable`, `grid`, `schedule`, `injectionTable`,
 * `sagaFigure`; or any `markup` of one's own.
 */
export const page = ({ title, state, outcome, command, at, sections }: Page): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="outcome">${mark(state, stateSentence[state])}<span>${outcome}</span></p>
<p>To have the same again:</p>
<pre><code>${command}</code></pre>
<p>Written at <time datetime="${at}">${at.replace('T', ' ').replace(/[.]\d+Z$/, ' UTC')}</time>.</p>
<nav aria-label="Sections"><ul>
${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>\n`)}</ul></nav>
</header>
<main>
${sections.map(sectionOf)}</main>
</body>
</html>
`.text;

const stateSentence: Readonly<Record<State, string>> = {
  holds: 'All of it holds.',
  open: 'Something cannot be said yet.',
  violated: 'Something is violated.',
  none: 'Nothing was judged.',
};

const sectionOf = ({ id, title, body }: Section): Markup =>
  markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`;

/** Wide content that is scrolled sideways, also with the keyboard, where the window is narrow. */
export const scrolled = (name: string, content: Content): Markup =>
  markup`<div class="scroll" role="region" aria-label="${name}" tabindex="0">${content}</div>`;
