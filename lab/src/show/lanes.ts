// One line of a timeline: four lanes, and what is drawn across them.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';

/** Columns of the lanes; the first gap is the widest because the longest message crosses it. */
export const columns: Readonly<Record<ServiceName, number>> = {
  'saga-orchestrator': 13,
  'order-service': 47,
  'payment-service': 72,
  'inventory-service': 94,
};
export const WIDTH = 99;
const TIME_WIDTH = 7;

const titles: Readonly<Record<ServiceName, string>> = {
  'saga-orchestrator': 'orchestrator',
  'order-service': 'order',
  'payment-service': 'payment',
  'inventory-service': 'inventory',
};
const lanes = Object.keys(columns) as ServiceName[];

/** A piece of text at a column; a token colours it, plain text is ink. */
export interface Piece {
  readonly at: number;
  readonly text: string;
  readonly token?: Token | undefined;
}

interface Cell {
  char: string;
  token: Token | undefined;
}

/** Lanes that hold something for the saga are hatched. */
export const laneLine = (
  time: string,
  pieces: readonly Piece[],
  holding: ReadonlySet<ServiceName>,
  paint: Paint,
): string => {
  const bars = lanes.map((lane) => ({
    at: columns[lane],
    text: holding.has(lane) ? '::' : '|',
    token: 'wait' as const,
  }));
  return drawn([{ at: 0, text: time.padStart(TIME_WIDTH) }, ...bars, ...pieces], paint);
};

export const headingLine = (paint: Paint): string =>
  drawn(
    lanes.map((lane) => ({ at: columns[lane] - Math.floor(titles[lane].length / 2), text: titles[lane] })),
    paint,
  );

/** Later pieces cover earlier ones. */
export const drawn = (pieces: readonly Piece[], paint: Paint): string => {
  const cells = Array.from({ length: WIDTH }, (): Cell => ({ char: ' ', token: undefined }));
  for (const { at, text, token } of pieces)
    text.split('').forEach((char, n) => (cells[at + n] = { char, token }));
  return painted(cells.slice(0, WIDTH), paint).trimEnd();
};

const painted = (cells: readonly Cell[], paint: Paint): string => {
  let line = '';
  for (let from = 0, to = 0; from < cells.length; from = to) {
    const token = cells[from]?.token;
    while (to < cells.length && cells[to]?.token === token) to += 1;
    const text = cells
      .slice(from, to)
      .map((cell) => cell.char)
      .join('');
    line += token === undefined ? text : paint(token, text);
  }
  return line;
};
