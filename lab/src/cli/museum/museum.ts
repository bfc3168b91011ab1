// `npm run lab -- museum`: the list of its rooms, or a visit to one.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { listLines, visitLines } from '../../museum/lines.ts';
import type { Room } from '../../museum/room.ts';
import { rooms } from '../../museum/rooms.ts';
import type { Shown } from '../../museum/shown.ts';
import { isAsPromised, visit } from '../../museum/visit.ts';
import { painter } from '../../show/paint.ts';
import type { Outcome } from '../outcome.ts';

/** Where lines never wrap, as in a file. */
const WIDTH = 100;

export const listOfRooms = (): Outcome => ({
  data: { rooms: rooms.map(wordsOf) },
  lines: (paint, width = WIDTH) => [
    ...listLines(rooms, paint, width),
    '',
    'Visit one: npm run lab -- museum blocked-2pc',
  ],
  exitCode: exitCodes.holds,
});

const wordsOf = ({ show: _, ...words }: Room) => words;

/** @throws ExitError 64 for a room that there is not. */
export const visitTo = async (name: string, seed: number): Promise<Outcome> => {
  const room = rooms.find((one) => one.name === name);
  if (!room) {
    const names = rooms.map((one) => one.name).join(', ');
    throw new ExitError(exitCodes.usage, `There is no room ${name}. There are: ${names}.`);
  }
  const seen = await visit(room, seed);
  return {
    data: {
      room: wordsOf(room),
      seed,
      holds: isAsPromised(seen),
      bad: dataOf(seen.bad),
      good: dataOf(seen.good),
    },
    lines: (paint, width = WIDTH) => visitLines(seen, paint, width),
    exitCode: isAsPromised(seen) ? exitCodes.holds : exitCodes.violated,
  };
};

const plain = painter(false);

const dataOf = ({ finding, price, picture }: Shown) => ({ finding, price, picture: picture(plain, WIDTH) });
