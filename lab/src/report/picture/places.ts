// Where things stand in the picture of a saga, in units of its drawing.
import { participants, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Row } from '../../show/rows.ts';

/** Of a character of the picture's font, a little more than it takes. */
export const CHARACTER = 7.3;
export const BOX_HEIGHT = 22;
/** Between a box and its text. */
const PADDING = 8;
/** Between a lane and the box beside it. */
export const TAIL = 16;

export const widthOf = (text: string): number => text.length * CHARACTER;
export const boxWidth = (text: string): number => widthOf(text) + 2 * PADDING;

const FIRST = 130;
const MARGIN = 70;
/** For the head of an arrow, and a mark such as x2. */
const AIR = 60;
export const HEAD = 56;

const widest = (names: readonly string[]): number => Math.max(0, ...names.map(boxWidth));

const kinds = Object.values(participants);
const typesOf = (of: 'commands' | 'events', some: readonly (typeof kinds)[number][]) =>
  some.flatMap((kind) => Object.keys(kind[of]));

/** All that goes between the orchestrator and others crosses the first gap; a later one holds requests, and events at their sender. */
const FIRST_GAP = TAIL + widest([...typesOf('commands', kinds), ...typesOf('events', kinds)]) + AIR;
const requests = kinds.flatMap((kind): readonly string[] => kind.requests);
const GAP = TAIL + widest([...requests, ...typesOf('events', kinds.slice(1))]) + AIR;

const laneAt = (n: number): number => (n === 0 ? FIRST : FIRST + FIRST_GAP + (n - 1) * GAP);

export const lanes: readonly ServiceName[] = serviceNames;
const places = new Map(lanes.map((lane, n) => [lane, laneAt(n)]));
export const placeOf = (lane: ServiceName): number => places.get(lane) ?? FIRST;
export const WIDTH = Math.ceil(laneAt(lanes.length - 1) + MARGIN);

const heights = { fold: 34, pivot: 40, row: 36 };

const heightOf = ({ shown }: Row): number => {
  if (typeof shown === 'number') return heights.fold;
  return shown.kind === 'pivot' ? heights.pivot : heights.row;
};

export interface Placed {
  readonly row: Row;
  /** Of its middle. */
  readonly y: number;
}

export const placed = (
  rows: readonly Row[],
): { readonly rows: readonly Placed[]; readonly height: number } => {
  let bottom = HEAD;
  const all = rows.map((row) => {
    const y = bottom + heightOf(row) / 2;
    bottom += heightOf(row);
    return { row, y };
  });
  return { rows: all, height: bottom + 16 };
};
