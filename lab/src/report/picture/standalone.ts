// The picture of a saga as a file of its own, and as a figure of a page.
import type { Markup } from '../markup.ts';
import { Markup as Verbatim, markup } from '../markup.ts';
import { scrolled } from '../page.ts';
import { colours, themes } from '../colours.ts';
import type { SagaPicture } from './saga-picture.ts';
import { drawn, sagaPicture } from './saga-picture.ts';
import { pictureStyle } from './style.ts';

/** A whole SVG document, light or dark as its reader has it. */
export const sagaSvg = (picture: SagaPicture): string => {
  const style = new Verbatim([themes, colours, pictureStyle].join('\n'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawn(picture, markup`<style>${style}</style>\n`).text}\n`;
};

/** In a page: scrolled sideways where the window is narrow. */
export const sagaFigure = (picture: SagaPicture, file: string): Markup =>
  markup`<figure><figcaption>${picture.title}. <a href="${encodeURIComponent(file)}">${file}</a></figcaption>
${scrolled(picture.title, sagaPicture(picture))}</figure>
`;
