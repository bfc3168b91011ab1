// `npm run lab -- museum`, with its argument and options.
import type { Command } from 'commander';
import { verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import { listOfRooms, visitTo } from './museum.ts';

interface MuseumOptions extends VerbOptions {
  readonly seed: number;
}

export const museumVerb = (print: Print): Command =>
  verb(
    'museum',
    'what can go wrong between services, and what prevents it: one room for each',
    'museum blocked-2pc --seed 7',
  )
    .argument('[room]', 'which room; left out: all are listed')
    .option('--seed <number>', 'how long each message takes', wholeNumber(0), 1)
    .action((room: string | undefined, options: MuseumOptions) =>
      room === undefined
        ? print(options, 'Listing the rooms', listOfRooms())
        : print(options, `Playing ${room}`, visitTo(room, options.seed)),
    );
