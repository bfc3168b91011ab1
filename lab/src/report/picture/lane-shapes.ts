// What stands in or across the lanes of the picture of a saga: holds, crashes, restarts, notes, silence and the pivot.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Token } from '../../show/palette.ts';
import { silenceText } from '../../show/rows.ts';
import type { Markup } from '../markup.ts';
import { markup } from '../markup.ts';
import { haloText, labelShape } from './arrow-shapes.ts';
import { boxWidth, CHARACTER, HEAD, lanes, placeOf, TAIL, widthOf, WIDTH } from './places.ts';

const START = 84;
const SIDE = 12;

/** `order-service` -> `order` */
export const titleOf = (name: ServiceName): string => name.replace(/^saga-|-service$/g, '');

export const laneShapes = (height: number): Markup =>
  markup`${lanes.map(
    (lane) =>
      markup`<text class="title" x="${placeOf(lane)}" y="${HEAD - 26}">${titleOf(lane)}</text><path class="lane" d="M${placeOf(lane)} ${HEAD - 14}V${height - 10}"/>\n`,
  )}`;

/** Slanted strokes along a lane, from one height to another. */
export const hatchShape = (lane: ServiceName, top: number, bottom: number): Markup => {
  const x = placeOf(lane);
  const strokes: string[] = [];
  for (let y = top + 10; y <= bottom - 2; y += 8) strokes.push(`M${x - 5} ${y}l10 -7`);
  return markup`<path class="hatch wait" d="${strokes.join('')}"/>`;
};

/** The lane is broken. */
export const crashShape = (lane: ServiceName, label: string, y: number): Markup => {
  const x = placeOf(lane);
  return markup`<rect class="halo" x="${x - 4}" y="${y - 13}" width="8" height="26"/><path class="sign line fail" d="M${x} ${y - 13}l-7 5l14 5l-14 6l14 5l-7 5"/>${beside(lane, label, y)}`;
};

export const restartShape = (lane: ServiceName, label: string, y: number): Markup => {
  const x = placeOf(lane);
  return markup`<path class="fill ok" d="M${x} ${y - 9}L${x + 9} ${y + 7}H${x - 9}Z"/>${beside(lane, label, y)}`;
};

/** On the side where there is more room. */
const beside = (lane: ServiceName, label: string, y: number): Markup => {
  const x = placeOf(lane);
  const isRight = x > WIDTH / 2;
  const text = clipped(label, isRight ? x - START : WIDTH - x);
  const from = isRight ? x - SIDE - 4 : x + SIDE + 4;
  return haloText(text, { from, to: from + (isRight ? -1 : 1) * widthOf(text), y });
};

const clipped = (text: string, room: number): string => {
  const most = Math.floor((room - 2 * SIDE) / CHARACTER);
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
};

export const noteShape = (lane: ServiceName, label: string, y: number): Markup => {
  const from = placeOf(lane) + SIDE;
  return haloText(label, { from, to: from + widthOf(label), y });
};

const ends: Readonly<Record<string, Token>> = { SagaCompleted: 'ok', SagaCompensated: 'compensation' };

/** The end of a saga has a dot in its lane. */
export const endShape = (lane: ServiceName, label: string, y: number): Markup | undefined => {
  const token = ends[label];
  return token && markup`<circle class="fill ${token}" cx="${placeOf(lane)}" cy="${y}" r="6"/>`;
};

/** It comes from outside the picture. */
export const requestShape = (lane: ServiceName, label: string, y: number): Markup => {
  const to = placeOf(lane);
  const from = to + TAIL * 2 + boxWidth(label) + 10;
  return markup`<path class="line command" d="M${from} ${y}H${to}"/><path class="fill command" d="M${to + 10} ${y - 5.5}L${to} ${y}L${to + 10} ${y + 5.5}Z"/>${labelShape(label, { from, to, y, token: 'command', isPill: false })}`;
};

/** A lozenge, and what was done. */
export const injectionShape = (label: string, y: number): Markup => {
  const at = placeOf(orchestrator.name) + SIDE + 5;
  const from = at + SIDE;
  const text = clipped(label, WIDTH - from);
  return markup`<path class="fill wait" d="M${at} ${y - 5}l5 5l-5 5l-5 -5Z"/>${haloText(text, { from, to: from + widthOf(text), y })}`;
};

/** A break across every lane, and how long nothing happened. */
export const silenceShape = (ms: number, y: number): Markup => {
  const text = silenceText(ms);
  const breaks = lanes.map((lane) => {
    const x = placeOf(lane);
    return markup`<rect class="halo" x="${x - 8}" y="${y - 6}" width="16" height="12"/><path class="line wait" d="M${x - 7} ${y - 2}q3.5 -5 7 0t7 0M${x - 7} ${y + 4}q3.5 -5 7 0t7 0"/>`;
  });
  const from = placeOf(orchestrator.name) + SIDE + 4;
  return markup`${breaks}${haloText(text, { from, to: from + widthOf(text), y })}`;
};

const PIVOT = 'PIVOT: from here on nothing is undone';

export const pivotShape = (y: number): Markup => {
  const width = boxWidth(PIVOT);
  const left = (START + WIDTH - width) / 2;
  return markup`<path class="line ok" d="M${START} ${y - 2.5}H${WIDTH - 16}M${START} ${y + 2.5}H${WIDTH - 16}"/>${haloText(PIVOT, { from: left + 8, to: left + 8 + widthOf(PIVOT), y })}`;
};
