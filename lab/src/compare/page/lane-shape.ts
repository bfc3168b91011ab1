// One lane: what one service held for the order, when it wrote something down, and when it was not there.
import { markup } from '../../report/markup.ts';
import type { Markup } from '../../report/markup.ts';
import type { Token } from '../../show/palette.ts';
import { coordinator } from '../columns.ts';
import type { Lane } from '../lanes.ts';
import { shortOf, timeInWords } from '../words.ts';
import { LEFT } from './axis.ts';
import type { Axis } from './axis.ts';

export const LANE = 22;
const MIDDLE = LANE / 2;
const STROKES_APART = 7;

/** What became of what was held; `open`: it is still held; `none`: nothing was. */
export type Fate = 'kept' | 'given back' | 'open' | 'none';

export const fateOf = ({ held }: Lane): Fate => (held ? (held.as ?? 'open') : 'none');

const tokens: Readonly<Record<Fate, Token>> = {
  kept: 'ok',
  'given back': 'compensation',
  open: 'fail',
  none: 'wait',
};

export interface Drawn {
  readonly axis: Axis;
  readonly protocol: string;
  /** Milliseconds. */
  readonly until: number;
  /** Not all protocols have this in common. */
  readonly differs: boolean;
}

export const laneShape = (lane: Lane, drawn: Drawn): Markup => {
  const { axis, until, differs } = drawn;
  const sentence = sentenceOf(lane, drawn);
  const token = differs ? tokens[fateOf(lane)] : 'wait';
  return markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title><text x="8" y="${MIDDLE + 4}">${nameOf(lane)}</text><path class="rule" d="M${LEFT} ${MIDDLE}H${axis.x(until)}"/>${awayShape(lane, drawn)}${heldShape(lane, drawn, token)}${lane.commits.map((at) => markup`<path class="line wait" d="M${axis.x(at)} ${MIDDLE - 4}v8"/>`)}</g>`;
};

const nameOf = ({ who, listens }: Lane): string => {
  if (who !== coordinator) return shortOf(who);
  return listens ? 'watcher' : 'coordinator';
};

/** Slanted strokes from the beginning to the end; behind them what became of it. */
const heldShape = ({ held }: Lane, { axis, until }: Drawn, token: Token): Markup | undefined => {
  if (!held) return undefined;
  const [from, to] = [axis.x(held.from), axis.x(held.to ?? until)];
  const strokes: string[] = [];
  for (let x = from; x <= Math.max(from, to - 4); x += STROKES_APART)
    strokes.push(`M${x} ${MIDDLE + 6}l4 -12`);
  return markup`<path class="hatch ${token}" d="${strokes.join('')}"/>${endShape(held.as ?? 'open', to, token)}`;
};

const ends: Readonly<Record<Exclude<Fate, 'none'>, string>> = {
  kept: 'm4 0l4 4l7 -9',
  'given back': 'm14 -5h-6q-4 0 -4 5t4 5h2',
  open: 'm5 -3q0 -4 4 -4t4 3.5q0 3 -4 4.5v1.5m0 3.4v.4',
};

const endShape = (fate: Exclude<Fate, 'none'>, x: number, token: Token): Markup =>
  markup`<rect class="halo" x="${x + 2}" y="${MIDDLE - 9}" width="15" height="18"/><path class="sign line ${token}" d="M${x} ${MIDDLE}${ends[fate]}"/>`;

/** The lane is broken where somebody dies, and has two strokes where it stands still or is cut off; a triangle where that ends. */
const awayShape = ({ away }: Lane, { axis, until }: Drawn): Markup | undefined => {
  if (!away) return undefined;
  const [from, to] = [axis.x(away.from), axis.x(away.to ?? until)];
  const sign =
    away.does === 'kill'
      ? `M${from} ${MIDDLE - 9}l-4 4l8 4l-8 4l8 4l-4 3`
      : `M${from - 2} ${MIDDLE - 8}v16m4 -16v16`;
  const back =
    away.to === undefined ? undefined : markup`<path class="fill wait" d="M${to} ${MIDDLE - 6}l6 11h-12Z"/>`;
  return markup`<rect class="halo" x="${from}" y="2" width="${to - from}" height="${LANE - 4}"/><path class="sign line fail" d="${sign}"/>${back}`;
};

const does = { kill: 'is dead', 'stand still': 'stands still', split: 'is cut off' } as const;

const sentenceOf = (lane: Lane, { protocol }: Drawn): string => {
  const { who, commits, held, away } = lane;
  const parts = [
    ...(away ? [`${does[away.does]} from ${timeInWords(away.from)} ${untilWords(away.to)}`] : []),
    ...(held
      ? [`holds something from ${timeInWords(held.from)} ${untilWords(held.to)}${asWords(held.as)}`]
      : []),
    commits.length === 1 ? 'writes once' : `writes ${commits.length} times`,
  ];
  return `${protocol}: ${who} ${parts.join(', ')}.`;
};

const untilWords = (to: number | undefined): string =>
  to === undefined ? 'on, to the end' : `to ${timeInWords(to)}`;
const asWords = (as: string | undefined): string => (as === undefined ? '' : `, and it is ${as}`);
