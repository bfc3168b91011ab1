// The palette as CSS: variables, light and dark, and a class for each token.
import type { Theme } from '../show/palette.ts';
import { dark, light, tokens } from '../show/palette.ts';

const variablesOf = ({ token, surfaces, ink }: Theme): string => {
  const [surface = '', raised = ''] = surfaces;
  const colours = tokens.map((name) => `--${name}:${token[name]}`);
  return [...colours, `--surface:${surface}`, `--raised:${raised}`, `--ink:${ink}`].join(';');
};

/** For a page and for a picture that stands alone; the reader's own setting chooses. */
export const themes = [
  `:root{color-scheme:light dark;${variablesOf(light)}}`,
  `@media(prefers-color-scheme:dark){:root{${variablesOf(dark)}}}`,
].join('\n');

/** A token as the colour of a line; with `fill` as that of an area. */
export const colours = tokens
  .map((name) => `.${name}{stroke:var(--${name})}.fill.${name}{fill:var(--${name});stroke:none}`)
  .join('\n');
