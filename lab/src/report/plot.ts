// Measured values side by side: for each case a point for each of several series, with the spread of its runs.
import type { Token } from '../show/palette.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import { scrolled } from './page.ts';

/** Medians with the least and the most that was measured. */
export interface PlotValue {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface PlotSeries {
  readonly name: string;
  readonly token: Token;
  /** Told apart by shape as well as by colour: discs and diamonds are filled, the others hollow. */
  readonly shape: 'disc' | 'square' | 'diamond' | 'triangle' | 'ring' | 'cross';
  /** One for each case; `undefined`: not measured. */
  readonly values: readonly (PlotValue | undefined)[];
}

export interface Plot {
  /** What is seen here, in a sentence. */
  readonly caption: string;
  /** `sagas per second` */
  readonly unit: string;
  readonly cases: readonly string[];
  readonly series: readonly PlotSeries[];
  /** `log`: equal distances are equal ratios. */
  readonly scale: 'linear' | 'log';
  /** The cases are steps of one quantity: the points of a series stand above each other's case, and a line joins them. */
  readonly joined?: true;
}

const WIDTH = 720;
const LEFT = 64;
const TOP = 26;
const HEIGHT = 220;
const BASE = TOP + HEIGHT;
const BETWEEN_SERIES = 22;

/** The higher, the more. */
export const plot = ({ caption, unit, cases, series, scale, joined }: Plot): Markup => {
  const all = series.flatMap(({ values }) => values.flatMap((value) => value ?? []));
  const ticks = ticksOf(all, scale);
  const place = placing(ticks, scale);
  const step = (WIDTH - LEFT) / Math.max(1, cases.length);
  const x = (at: number, of: number) =>
    round(LEFT + (at + 0.5) * step + (joined ? 0 : (of - (series.length - 1) / 2) * BETWEEN_SERIES));
  const drawing = markup`<svg class="schedule plot" viewBox="0 0 ${WIDTH} ${BASE + 30}" role="group" aria-label="${caption}">
<text x="0" y="12">${unit}</text>
${ticks.map((tick) => tickShape(tick, place(tick)))}${cases.map((name, at) => markup`<text class="middle" x="${round(LEFT + (at + 0.5) * step)}" y="${BASE + 22}">${name}</text>\n`)}${joined ? series.map((one) => lineShape(one, (at) => x(at, 0), place)) : ''}${series.map(
    (one, of) =>
      one.values.map(
        (value, at) =>
          value &&
          pointShape(one, value, {
            x: x(at, of),
            place,
            sentence: `${one.name}, ${cases[at] ?? ''}: ${inWords(value)} ${unit}.`,
          }),
      ),
  )}
</svg>`;
  return markup`<figure><figcaption>${caption}</figcaption>
<ul class="legend">${series.map((one) => markup`<li>${swatch(one)} ${one.name}</li>`)}</ul>
${scrolled(caption, drawing)}</figure>
`;
};

const round = (units: number): number => Math.round(units * 10) / 10;

const amount = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: value < 100 ? 2 : 3 });

const inWords = ({ median, least, most }: PlotValue): string =>
  least === most ? amount(median) : `${amount(median)} (${amount(least)} to ${amount(most)})`;

/** Round values that hold everything between the first and the last of them. */
export const ticksOf = (values: readonly PlotValue[], scale: Plot['scale']): readonly number[] => {
  const most = Math.max(...values.map((value) => value.most), 0) || 1;
  if (scale === 'linear') {
    const step =
      [1, 2, 5, 10]
        .map((one) => one * 10 ** Math.floor(Math.log10(most) - 0.3))
        .find((one) => most / one <= 6) ?? most;
    return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, n) => round(n * step));
  }
  const least = Math.min(...values.map((value) => value.least).filter((value) => value > 0), most);
  const [from, to] = [
    Math.floor(Math.log10(least)),
    Math.max(Math.ceil(Math.log10(most)), Math.floor(Math.log10(least)) + 1),
  ];
  return Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n));
};

type Place = (value: number) => number;

const placing = (ticks: readonly number[], scale: Plot['scale']): Place => {
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const share = (value: number) =>
    scale === 'linear' ? (value - from) / (to - from) : Math.log(value / from) / Math.log(to / from);
  return (value) => round(BASE - Math.min(1, Math.max(0, share(value))) * HEIGHT);
};

const tickShape = (tick: number, y: number): Markup =>
  markup`<text x="0" y="${y + 4}">${amount(tick)}</text><path class="rule" d="M${LEFT} ${y}H${WIDTH}"/>\n`;

/** Broken where something was not measured. */
const lineShape = ({ token, values }: PlotSeries, x: (at: number) => number, place: Place): Markup => {
  const steps = values.map((value, at) =>
    value ? `${values[at - 1] ? 'L' : 'M'}${x(at)} ${place(value.median)}` : '',
  );
  return markup`<path class="whisker ${token}" d="${steps.join('')}"/>\n`;
};

const pointShape = (
  { token, shape }: PlotSeries,
  { median, least, most }: PlotValue,
  { x, place, sentence }: { readonly x: number; readonly place: Place; readonly sentence: string },
): Markup => {
  const y = place(median);
  const whisker = markup`<path class="whisker ${token}" d="M${x} ${place(least)}V${place(most)}"/>`;
  return markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title>${whisker}${pointOf(shape, token, x, y)}</g>\n`;
};

const pointOf = (shape: PlotSeries['shape'], token: Token, x: number, y: number): Markup => {
  switch (shape) {
    case 'disc':
      return markup`<circle class="fill ${token}" cx="${x}" cy="${y}" r="6"/>`;
    case 'ring':
      return markup`<circle class="hollow ${token}" cx="${x}" cy="${y}" r="5.5"/>`;
    case 'square':
      return markup`<rect class="hollow ${token}" x="${round(x - 5)}" y="${round(y - 5)}" width="10" height="10"/>`;
    case 'diamond':
      return markup`<path class="fill ${token}" d="M${x} ${round(y - 7)}l7 7-7 7-7-7z"/>`;
    case 'triangle':
      return markup`<path class="hollow ${token}" d="M${x} ${round(y - 6.5)}l6.5 11.5h-13z"/>`;
    case 'cross':
      return markup`<path class="hollow ${token}" d="M${round(x - 5)} ${round(y - 5)}l10 10m0-10l-10 10"/>`;
  }
};

const swatch = ({ shape, token }: PlotSeries): Markup =>
  markup`<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">${pointOf(shape, token, 8, 8)}</svg>`;
