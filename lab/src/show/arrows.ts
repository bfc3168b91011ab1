// Messages between lanes as arrows: boxes for commands, pills for replies, double lines for compensation.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Piece } from './lanes.ts';
import { columns, lastLane } from './lanes.ts';
import type { Token } from './palette.ts';

export interface Arrow {
  readonly label: string;
  readonly shape: 'command' | 'reply';
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly compensation?: boolean;
  readonly refusal?: boolean;
  /** Not confirmed by the broker yet: the tail is dotted. */
  readonly waiting?: boolean;
  /** Behind the label: `(2)`, `x2`, `late`. */
  readonly mark?: string;
}

/** The label stands at its sender. */
export const arrowPieces = (arrow: Arrow): readonly Piece[] => {
  const [from, to] = [columns[arrow.from], columns[arrow.to]];
  const [left, right] = [Math.min(from, to) + 1, Math.max(from, to)];
  const stroke = strokeOf(arrow);
  const head = arrow.waiting ? 2 : 3;
  const { text, textAt } = labelOf(arrow, { from, to });
  const line: Piece = { at: left, text: stroke.repeat(right - left), token: tokenOf(arrow) };
  const point =
    from < to
      ? { at: right - head, text: `${stroke.repeat(head - 1)}>` }
      : { at: left, text: `<${stroke.repeat(head - 1)}` };
  const cross = arrow.refusal ? [{ at: right - 2, text: 'x-', token: 'fail' as const }] : [];
  return [
    end(from),
    end(to),
    line,
    { ...point, token: tokenOf(arrow) },
    ...framed(text, textAt, arrow),
    ...cross,
  ];
};

/** Where an arrow touches a lane there is no hatch; the blank covers the hatch's second dot of the last lane. */
const end = (at: number): Piece => ({ at, text: at === columns[lastLane] ? '| ' : '|' });

const strokeOf = ({ waiting, compensation }: Arrow): string => {
  if (waiting) return '.';
  return compensation ? '=' : '-';
};

const tokenOf = ({ compensation, refusal, shape }: Arrow): Token => {
  if (refusal) return 'fail';
  if (compensation) return 'compensation';
  return shape === 'command' ? 'command' : 'event';
};

const labelOf = (arrow: Arrow, { from, to }: { from: number; to: number }) => {
  const [open, close] = arrow.shape === 'command' ? '[]' : '()';
  const text = `${open ?? ''}${arrow.label}${close ?? ''}${arrow.mark ?? ''}`;
  return { text, textAt: from < to ? from + 3 : from - 2 - text.length };
};

/** Brackets belong to the shape and take its colour, the words are ink. */
const framed = (text: string, at: number, arrow: Arrow): readonly Piece[] => {
  const closing = 1 + arrow.label.length;
  return [
    { at, text },
    { at, text: text.charAt(0), token: tokenOf(arrow) },
    { at: at + closing, text: text.charAt(closing), token: tokenOf(arrow) },
  ];
};
