// One line of a timeline: a lane for each service, and what is drawn across them.
import { orchestrator, participants, serviceNames } from '@saga-lab/contracts/services';
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';

export const WIDTH = 99;
const TIME_WIDTH = 7;
const FIRST = 13;
/** Leaves room for half the title of the last lane. */
const LAST = WIDTH - 5;

const lanes: readonly ServiceName[] = serviceNames;
export const lastLane = lanes.at(-1) ?? orchestrator.name;

const longest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

/** As arrows draw it: `<--(`, the name, `)--` and the lane itself. */
const roomForMessage = (names: readonly string[]): number => longest(names) + 8;
/** `<-[`, the name, `]-` and the lane itself. */
const roomForRequest = (names: readonly string[]): number => longest(names) + 6;

/** All that goes between the orchestrator and others crosses the first gap. */
const messagesOf = (name: ParticipantName): readonly string[] =>
  [participants[name].commands, participants[name].events].flatMap((types) => Object.keys(types));

/** Columns of the lanes: the first gap holds every message, the second the requests that come in there; the rest is shared. */
const placesOf = ([first, ...others]: readonly ParticipantName[]): readonly number[] => {
  if (!first) return [FIRST];
  const second = FIRST + roomForMessage([first, ...others].flatMap(messagesOf));
  const third = second + roomForRequest(participants[first].requests);
  const step = others.length > 1 ? (LAST - third) / (others.length - 1) : 0;
  return [FIRST, second, ...others.map((_other, n) => third + Math.floor(n * step))];
};

const places = placesOf(Object.keys(participants) as ParticipantName[]);

export const columns = Object.fromEntries(lanes.map((lane, n) => [lane, places[n] ?? LAST])) as Readonly<
  Record<ServiceName, number>
>;

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
    lanes.map((lane) => {
      const text = titleOf(lane);
      return { at: columns[lane] - Math.floor(text.length / 2), text };
    }),
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
