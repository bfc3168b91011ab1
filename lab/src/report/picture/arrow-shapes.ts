// A message in the picture of a saga: a box for a command, a pill for an event, and a line whose kind says what it is.
import type { Arrow } from '../../show/arrow.ts';
import { isDouble, wordsOf } from '../../show/arrow.ts';
import type { Token } from '../../show/palette.ts';
import type { Markup } from '../markup.ts';
import { markup } from '../markup.ts';
import { BOX_HEIGHT, boxWidth, placeOf, TAIL, widthOf } from './places.ts';

/** From one place to another at the height `y`. */
export interface Way {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

const COPY = 8;
const HEAD_LENGTH = 10;
const CROSS = 5;
const MARK_GAP = 8;

export const arrowShape = (arrow: Arrow, y: number): Markup => {
  const way = { from: placeOf(arrow.from), to: placeOf(arrow.to), y };
  const token = tokenOf(arrow);
  const copy = isDouble(arrow) ? lineShape(arrow, { ...way, y: y + COPY }, token) : undefined;
  return markup`${copy}${lineShape(arrow, way, token)}${labelShape(arrow.label, { ...way, token, isPill: arrow.shape === 'reply' })}${marksOf(arrow, way)}`;
};

export const tokenOf = ({ compensation, refusal, shape }: Arrow): Token => {
  if (refusal) return 'fail';
  if (compensation) return 'compensation';
  return shape === 'command' ? 'command' : 'event';
};

const lineShape = (arrow: Arrow, way: Way, token: Token): Markup => {
  const { from, y } = way;
  const end = arrow.lost ? lostAt(arrow, way) : way.to;
  const style = arrow.waiting ? 'line dotted' : 'line';
  return markup`${strokes({ from, to: end, y }, `${style} ${token}`, arrow.compensation === true)}${endShape(arrow, { from, to: end, y }, token)}`;
};

/** Half-way, and at least past its label. */
const lostAt = ({ label }: Arrow, { from, to }: Way): number => {
  const length = Math.max(TAIL + boxWidth(label) + 40, Math.abs(to - from) / 2);
  return from + Math.sign(to - from) * length;
};

/** One line, or a double one with a hook where it begins. */
const strokes = ({ from, to, y }: Way, style: string, isDoubleLine: boolean): Markup => {
  if (!isDoubleLine) return markup`<path class="${style}" d="M${from} ${y}H${to}"/>`;
  const hook = Math.sign(to - from) * 7;
  const end = to - Math.sign(to - from) * 3;
  return markup`<path class="${style}" d="M${from + hook} ${y - 9}q${-hook} 0 ${-hook} 6.8H${end}M${from} ${y + 2.2}H${end}"/>`;
};

/** A command's head is filled, an event's is open; a refusal and a lost message end in a cross. */
const endShape = (arrow: Arrow, { from, to, y }: Way, token: Token): Markup => {
  const back = -Math.sign(to - from);
  if (arrow.lost || arrow.refusal) return crossShape(arrow.lost ? to : to + back * 9, y);
  const wing = to + back * HEAD_LENGTH;
  const head = `M${wing} ${y - 5.5}L${to} ${y}L${wing} ${y + 5.5}`;
  return arrow.shape === 'command'
    ? markup`<path class="fill ${token}" d="${head}Z"/>`
    : markup`<path class="line ${token}" d="${head}"/>`;
};

const crossShape = (x: number, y: number): Markup =>
  markup`<path class="sign line fail" d="M${x - CROSS} ${y - CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}"/>`;

interface Label extends Way {
  readonly token: Token;
  readonly isPill: boolean;
}

/** The label stands at its sender. */
export const labelShape = (label: string, { from, to, y, token, isPill }: Label): Markup => {
  const width = boxWidth(label);
  const left = from < to ? from + TAIL : from - TAIL - width;
  return markup`<rect class="box ${token}" x="${left}" y="${y - BOX_HEIGHT / 2}" width="${width}" height="${BOX_HEIGHT}" rx="${isPill ? BOX_HEIGHT / 2 : 1}"/><text class="middle" x="${left + width / 2}" y="${y + 4}">${label}</text>`;
};

/** Beside the label, on the way to the receiver. */
const marksOf = (arrow: Arrow, { from, to, y }: Way): Markup => {
  const forward = Math.sign(to - from);
  const at = from + forward * (TAIL + boxWidth(arrow.label) + MARK_GAP);
  const { attempt = 1 } = arrow;
  const number = attempt > 1 ? circled(attempt, at + forward * 10, y) : undefined;
  const text = wordsOf(arrow).join(' ');
  const textAt = at + (number ? forward * 26 : 0);
  return markup`${number}${text === '' ? undefined : haloText(text, { from: textAt, to: textAt + forward * widthOf(text), y })}`;
};

const circled = (attempt: number, x: number, y: number): Markup =>
  markup`<circle class="box command" cx="${x}" cy="${y}" r="10"/><text class="middle" x="${x}" y="${y + 4}">${attempt}</text>`;

/** Text over lines: they do not go through it. */
export const haloText = (text: string, { from, to, y }: Way): Markup => {
  const left = Math.min(from, to);
  return markup`<rect class="halo" x="${left - 3}" y="${y - 8}" width="${Math.abs(to - from) + 6}" height="16"/><text x="${left}" y="${y + 4}">${text}</text>`;
};
