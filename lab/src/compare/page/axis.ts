// The axis of time of all lanes: each ten times as long takes the same room, so that what takes milliseconds is seen beside a minute.
import type { Markup } from '../../report/markup.ts';
import { markup } from '../../report/markup.ts';

export const WIDTH = 760;
export const LEFT = 132;
const RIGHT = WIDTH - 40;

export interface Axis {
  /** Of an instant, in milliseconds since the order was placed. */
  readonly x: (ms: number) => number;
  readonly ticks: readonly (readonly [x: number, name: string])[];
}

const marks: readonly (readonly [ms: number, name: string])[] = [
  [0, '0'],
  [1, '1 ms'],
  [10, '10 ms'],
  [100, '0.1 s'],
  [1_000, '1 s'],
  [10_000, '10 s'],
  [60_000, '1 min'],
];

const round = (units: number): number => Math.round(units * 10) / 10;

/** `until`: the last instant, milliseconds. */
export const axisUntil = (until: number): Axis => {
  const longest = Math.log10(1 + Math.max(1, until));
  const x = (ms: number): number => round(LEFT + (Math.log10(1 + ms) / longest) * (RIGHT - LEFT));
  return { x, ticks: marks.filter(([ms]) => ms <= until).map(([ms, name]) => [x(ms), name]) };
};

/** Names above, and a thin line down to `bottom` under each. */
export const axisShape = ({ ticks }: Axis, bottom: number): Markup =>
  markup`<g aria-hidden="true">${ticks.map(
    ([x, name]) =>
      markup`<text class="middle" x="${x}" y="12">${name}</text><path class="rule" d="M${x} 18V${bottom}"/>`,
  )}</g>`;
