// One line of a timeline: a lane for each service, and what is drawn across them.
import { participants, serviceNames } from '@saga-lab/contracts/services';
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import type { HoldSign } from './entry.ts';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';

/** Where the lanes stand. */
export interface Layout {
  /** Columns of a line. */
  readonly width: number;
  readonly columns: Readonly<Record<ServiceName, number>>;
}

/** What lines are drawn on and with. */
export interface Canvas extends Layout {
  readonly paint: Paint;
}

const WIDE = 99;
const NARROW = 79;
const TIME_WIDTH = 7;
/** Leaves room for half the title of the last lane. */
const BEHIND_LAST = 5;

const lanes: readonly ServiceName[] = serviceNames;

const longest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

/** As arrows draw it: `<--(`, the name, `)--` and the lane itself. */
const roomForMessage = (names: readonly string[]): number => longest(names) + 8;
/** `<-[`, the name, `]-` and the lane itself. */
const roomForRequest = (names: readonly string[]): number => longest(names) + 6;

/** All that goes between the orchestrator and others crosses the first gap. */
const messagesOf = (name: ParticipantName): readonly string[] =>
  [participants[name].commands, participants[name].events].flatMap((types) => Object.keys(types));

/**
 * Columns of the lanes: the first gap holds every message, the second the requests that come in there, if there is room; the
 * rest is shared.
 */
const placesOf = (width: number, [one, ...others]: readonly ParticipantName[]): readonly number[] => {
  const isWide = width >= WIDE;
  const first = isWide ? 13 : 9;
  if (!one) return [first];
  const last = width - BEHIND_LAST;
  const second = first + roomForMessage([one, ...others].flatMap(messagesOf));
  const step = (last - second) / Math.max(1, others.length);
  const third = second + (isWide ? roomForRequest(participants[one].requests) : Math.floor(step));
  const rest = others.length > 1 ? (last - third) / (others.length - 1) : 0;
  return [first, second, ...others.map((_other, n) => third + Math.floor(n * rest))];
};

/** The widest that fits into so many columns; the narrow one is for a terminal of 80. */
export const layoutFor = (room: number): Layout => {
  const width = room > WIDE ? WIDE : NARROW;
  const places = placesOf(width, Object.keys(participants) as ParticipantName[]);
  const columns = Object.fromEntries(lanes.map((lane, n) => [lane, places[n] ?? width - BEHIND_LAST]));
  return { width, columns: columns as Record<ServiceName, number> };
};

/** A message between two lanes, and how many columns it takes. */
export interface Span {
  readonly between: readonly [ServiceName, ServiceName];
  readonly length: number;
}

/** Room for every message between its lanes, as far as there are columns; what is left is shared. */
export const layoutFitting = (room: number, spans: readonly Span[]): Layout => {
  const width = room > WIDE ? WIDE : NARROW;
  const first = width >= WIDE ? 13 : 9;
  const least = lanes.reduce<readonly number[]>(
    (places, lane) => [...places, leastPlace(lane, places, spans) ?? first],
    [],
  );
  const spare = Math.floor((width - BEHIND_LAST - (least.at(-1) ?? 0)) / Math.max(1, lanes.length - 1));
  const columns = Object.fromEntries(lanes.map((lane, n) => [lane, (least[n] ?? first) + n * spare]));
  return { width, columns: columns as Record<ServiceName, number> };
};

const LEAST_GAP = 8;

/** Behind the lanes that have their places: far enough for all that goes between it and any of them. */
const leastPlace = (
  lane: ServiceName,
  places: readonly number[],
  spans: readonly Span[],
): number | undefined => {
  const before = places.at(-1);
  if (before === undefined) return undefined;
  const ends = spans.flatMap(({ between, length }) => {
    const other = between.find((one) => one !== lane);
    const place = between.includes(lane) && other !== undefined ? places[lanes.indexOf(other)] : undefined;
    return place === undefined ? [] : [place + length];
  });
  return Math.max(before + LEAST_GAP, ...ends);
};

/** `order-service` -> `order` */
const titleOf = (name: ServiceName): string => name.replace(/^saga-|-service$/g, '');

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

/** Lanes that hold something for the saga are hatched, but for those that something touches. */
export const laneLine = (
  time: string,
  pieces: readonly Piece[],
  holding: ReadonlyMap<ServiceName, HoldSign>,
  canvas: Canvas,
): string => {
  const untouched = lanes.filter((lane) => !pieces.some(({ at }) => at === canvas.columns[lane]));
  const bars = untouched.map((lane) => ({
    at: canvas.columns[lane],
    text: holding.get(lane) ?? '|',
    token: 'wait' as const,
  }));
  return drawn([timePiece(time), ...bars, ...pieces], canvas);
};

const timePiece = (time: string): Piece => ({ at: 0, text: time.padStart(TIME_WIDTH) });

export const headingLine = (canvas: Canvas): string =>
  drawn(
    lanes.map((lane) => {
      const text = titleOf(lane);
      return { at: canvas.columns[lane] - Math.floor(text.length / 2), text };
    }),
    canvas,
  );

/** Later pieces cover earlier ones. */
export const drawn = (pieces: readonly Piece[], { width, paint }: Canvas): string => {
  const cells = Array.from({ length: width }, (): Cell => ({ char: ' ', token: undefined }));
  for (const { at, text, token } of pieces)
    text.split('').forEach((char, n) => (cells[at + n] = { char, token }));
  return painted(cells.slice(0, width), paint).trimEnd();
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
