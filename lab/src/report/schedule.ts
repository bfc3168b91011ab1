// What was done to a system against time, and below it how its sagas ended meanwhile.
import type { Token } from '../show/palette.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import { scrolled } from './page.ts';

/** A fault from its beginning until it was healed; times in milliseconds since the run began. */
export interface Span {
  readonly at: number;
  readonly until: number;
  /** Spans of one lane stand in one line: the kind of fault, or what it is done to. */
  readonly lane: string;
  /** What was done, and what came of it. */
  readonly sentence: string;
}

export interface Series {
  /** `COMPLETED` */
  readonly name: string;
  readonly token: Token;
  /** Areas are filled, or only outlined: what is told apart by colour is told apart by that, too. */
  readonly isFilled: boolean;
  /** How many in each stretch of time. */
  readonly values: readonly number[];
}

export interface Schedule {
  /** What is seen here, in a sentence. */
  readonly caption: string;
  readonly durationMs: number;
  readonly spans: readonly Span[];
  /** How sagas ended, in stretches of `everyMs`. */
  readonly ends: { readonly everyMs: number; readonly series: readonly Series[] };
}

const WIDTH = 1_000;
const LEFT = 190;
const RIGHT = WIDTH - 16;
const LANE = 22;
const TOP = 26;
const COLUMNS = 130;
const GAP = 34;
const LEAST_WIDTH = 3;

/** Time to the right. */
export const schedule = (plan: Schedule): Markup => {
  const { caption, durationMs, spans, ends } = plan;
  const lanes = [...new Set(spans.map(({ lane }) => lane))].sort();
  const base = TOP + lanes.length * LANE + GAP + COLUMNS;
  const x = (ms: number): number => round(LEFT + (Math.min(ms, durationMs) / durationMs) * (RIGHT - LEFT));
  const drawing = markup`<svg class="schedule" viewBox="0 0 ${WIDTH} ${base + 28}" role="group" aria-label="${caption}">
${ticksOf(durationMs).map((ms) => tick(x(ms), base, `${ms / 1_000} s`))}${lanes.map((lane, n) => laneShape(lane, TOP + n * LANE))}${spans.map((span) => spanShape(span, { x, y: TOP + lanes.indexOf(span.lane) * LANE }))}${columnsOf(ends, { x, base })}
</svg>`;
  return markup`<p>${caption}</p>
${legendOf(ends.series)}
${scrolled(caption, drawing)}
`;
};

const round = (units: number): number => Math.round(units * 10) / 10;

/** Seven or so, at round seconds. */
const ticksOf = (durationMs: number): readonly number[] => {
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].map((seconds) => seconds * 1_000);
  const step = steps.find((one) => durationMs / one <= 8) ?? durationMs;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, n) => n * step);
};

const tick = (x: number, base: number, label: string): Markup =>
  markup`<path class="rule" d="M${x} ${TOP - 6}V${base + 4}"/><text class="middle" x="${x}" y="${base + 20}">${label}</text>`;

const laneShape = (lane: string, y: number): Markup =>
  markup`<text x="0" y="${y + 15}">${lane}</text><path class="rule" d="M${LEFT} ${y + LANE - 1}H${RIGHT}"/>`;

type Scale = (ms: number) => number;

const spanShape = ({ at, until, sentence }: Span, { x, y }: { x: Scale; y: number }): Markup =>
  markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title><rect class="fill wait" x="${x(at)}" y="${y + 4}" width="${round(Math.max(LEAST_WIDTH, x(until) - x(at)))}" height="${LANE - 9}"/></g>
`;

/** One on the other, oldest left. */
const columnsOf = (
  { everyMs, series }: Schedule['ends'],
  { x, base }: { x: Scale; base: number },
): Markup => {
  const stretches = Math.max(0, ...series.map(({ values }) => values.length));
  const totals = Array.from({ length: stretches }, (_, n) =>
    sumOf(series.map(({ values }) => values[n] ?? 0)),
  );
  const most = Math.max(1, ...totals);
  const high = (many: number): number => round((many / most) * COLUMNS);
  const column = (n: number): Markup => {
    const left = x(n * everyMs) + 1;
    const width = round(Math.max(1, x((n + 1) * everyMs) - left - 1));
    const sentence = columnSentence(series, n, everyMs);
    const parts = series.map(({ token, isFilled, values }, at) => {
      const below = sumOf(series.slice(0, at).map((one) => one.values[n] ?? 0));
      const height = high(values[n] ?? 0);
      const style = isFilled ? `fill ${token}` : `hollow ${token}`;
      return height === 0
        ? undefined
        : markup`<rect class="${style}" x="${left}" y="${round(base - high(below) - height)}" width="${width}" height="${height}"/>`;
    });
    return markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title>${parts}</g>\n`;
  };
  return markup`<text x="0" y="${base - COLUMNS + 4}">sagas ended: ${most}</text><text x="0" y="${base + 4}">0</text><path class="rule" d="M${LEFT} ${base}H${RIGHT}M${LEFT} ${base - COLUMNS}H${RIGHT}"/>
${totals.map((total, n) => (total === 0 ? undefined : column(n)))}`;
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const columnSentence = (series: readonly Series[], n: number, everyMs: number): string => {
  const [from, to] = [n, n + 1].map((one) => (one * everyMs) / 1_000);
  const parts = series.map(({ name, values }) => `${values[n] ?? 0} ${name}`);
  return `Between ${from ?? 0} s and ${to ?? 0} s sagas ended: ${parts.join(', ')}.`;
};

const legendOf = (series: readonly Series[]): Markup =>
  markup`<ul class="legend">${series.map(
    ({ name, token, isFilled, values }) =>
      markup`<li><svg class="swatch" viewBox="0 0 16 16" aria-hidden="true"><rect class="${isFilled ? 'fill' : 'hollow'} ${token}" x="2" y="2" width="12" height="12"/></svg> ${name}: ${sumOf(values)}</li>`,
  )}</ul>`;
