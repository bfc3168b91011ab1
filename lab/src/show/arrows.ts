// Messages between lanes as arrows: boxes for commands, pills for replies, double lines for compensation.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Arrow } from './arrow.ts';
import { labelIn, wordsOf } from './arrow.ts';
import type { Layout, Piece, Span } from './lanes.ts';
import type { Token } from './palette.ts';

/** The label stands at its sender. */
export const arrowPieces = (arrow: Arrow, { columns }: Layout): readonly Piece[] => {
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
    end(columns, arrow.from),
    end(columns, arrow.to),
    ...(arrow.lost ? halfOf(line, from, text.length + 4) : [line, { ...point, token: tokenOf(arrow) }]),
    ...framed(text, textAt, arrow),
    ...cross,
  ];
};

/** From its sender to half-way, and at least past its label. */
const halfOf = ({ at, text, token }: Piece, from: number, least: number): readonly Piece[] => {
  const half = Math.max(least, Math.floor(text.length / 2));
  const start = from < at ? at : at + text.length - half;
  return [
    { at: start, text: text.slice(0, half), token },
    { at: from < at ? start + half - 1 : start, text: 'x', token: 'fail' },
  ];
};

const end = (columns: Layout['columns'], lane: ServiceName): Piece => ({ at: columns[lane], text: '|' });

const strokeOf = ({ waiting, compensation }: Arrow): string => {
  if (waiting) return '.';
  return compensation ? '=' : '-';
};

const tokenOf = ({ compensation, refusal, shape }: Arrow): Token => {
  if (refusal) return 'fail';
  if (compensation) return 'compensation';
  return shape === 'command' ? 'command' : 'event';
};

/** Behind the label, one by one: `(2)`, `x2`, ` late `. */
const marksOf = (arrow: Arrow): readonly string[] => {
  const { attempt = 1 } = arrow;
  const words = wordsOf(arrow).map((word) => (word === 'x2' ? word : ` ${word} `));
  return attempt > 1 ? [`(${attempt})`, ...words] : words;
};

/** The tail, the head and the lane itself. */
const AROUND_LABEL = 6;

/** The columns that an arrow takes between its lanes, with the number of a repeat. */
export const spanOf = (arrow: Arrow): Span => ({
  between: [arrow.from, arrow.to],
  length: labelIn(arrow).length + 2 + AROUND_LABEL + ((arrow.attempt ?? 1) > 1 ? 3 : 0),
});

/** Marks for which there is no room are left out, the last first: a label never leaves the space between its lanes. */
const labelOf = (arrow: Arrow, { from, to }: { from: number; to: number }) => {
  const [open, close] = arrow.shape === 'command' ? '[]' : '()';
  const label = `${open ?? ''}${labelIn(arrow)}${close ?? ''}`;
  const room = Math.abs(to - from) - AROUND_LABEL;
  const text = marksOf(arrow).reduce(
    (line, mark) => (line.length + mark.length <= room ? line + mark : line),
    label,
  );
  return { text, textAt: from < to ? from + 3 : from - 2 - text.length };
};

/** Brackets belong to the shape and take its colour, the words are ink. */
const framed = (text: string, at: number, arrow: Arrow): readonly Piece[] => {
  const closing = 1 + labelIn(arrow).length;
  return [
    { at, text },
    { at, text: text.charAt(0), token: tokenOf(arrow) },
    { at: at + closing, text: text.charAt(closing), token: tokenOf(arrow) },
  ];
};
