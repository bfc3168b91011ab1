// What something consists of: one bar for each case, made of parts that stand one behind the other.
import type { Token } from '../show/palette.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import { scrolled } from './page.ts';

/** A part is filled, hollow or hatched, so that it is told from its neighbours without colour. */
export interface BarPart {
  readonly name: string;
  readonly token: Token;
  readonly look: 'filled' | 'hollow' | 'hatched';
}

export interface Bars {
  /** What is seen here, in a sentence. */
  readonly caption: string;
  /** `ms` */
  readonly unit: string;
  readonly parts: readonly BarPart[];
  /** Values in the order of the parts. */
  readonly bars: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const WIDTH = 720;
const LEFT = 225;
const RIGHT = WIDTH - 70;
const LANE = 28;

export const bars = ({ caption, unit, parts, bars: all }: Bars): Markup => {
  const longest = Math.max(...all.map(({ values }) => sumOf(values)), 0) || 1;
  const x = (value: number): number => round(LEFT + (value / longest) * (RIGHT - LEFT));
  const bar = ({ name, values }: Bars['bars'][number], n: number): Markup => {
    const y = n * LANE;
    const total = sumOf(values);
    const sentence = `${name}: ${amount(total)} ${unit}, of which ${parts.map((part, at) => `${part.name} ${amount(values[at] ?? 0)}`).join(', ')}.`;
    const shapes = parts.map((part, at) => {
      const left = x(sumOf(values.slice(0, at)));
      return partShape(part, {
        x: left,
        y: y + 5,
        width: round(x(sumOf(values.slice(0, at + 1))) - left),
        height: LANE - 10,
      });
    });
    return markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title><text x="0" y="${y + 19}">${name}</text>${shapes}<text x="${x(total) + 8}" y="${y + 19}">${amount(total)}</text></g>\n`;
  };
  const drawing = markup`<svg class="schedule plot" viewBox="0 0 ${WIDTH} ${all.length * LANE}" role="group" aria-label="${caption}">
${all.map(bar)}</svg>`;
  return markup`<figure><figcaption>${caption}</figcaption>
<ul class="legend">${parts.map(
    (part) =>
      markup`<li><svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">${partShape(part, { x: 2, y: 2, width: 12, height: 12 })}</svg> ${part.name}</li>`,
  )}</ul>
${scrolled(caption, drawing)}</figure>
`;
};

const round = (units: number): number => Math.round(units * 10) / 10;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const amount = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const STROKES_APART = 4;

const partShape = ({ token, look }: BarPart, box: Box): Markup | undefined => {
  const { x, y, width, height } = box;
  if (width <= 0) return undefined;
  const area = markup`<rect class="${look === 'filled' ? 'fill' : 'hollow'} ${token}" x="${x}" y="${y}" width="${width}" height="${height}"/>`;
  return look === 'hatched' ? markup`${area}${hatch(token, box)}` : area;
};

/** Upright strokes. */
const hatch = (token: Token, { x, y, width, height }: Box): Markup => {
  const strokes = Array.from(
    { length: Math.floor(width / STROKES_APART) },
    (_, n) => `M${round(x + (n + 0.5) * STROKES_APART)} ${y}v${height}`,
  );
  return markup`<path class="hatch ${token}" d="${strokes.join('') || `M${x} ${y}`}"/>`;
};
