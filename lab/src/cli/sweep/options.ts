// What `npm run sweep` may be told.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { quoted } from '@saga-lab/launcher/command/shell';
import { Command, InvalidArgumentError, Option } from 'commander';
import { serviceNames } from '@saga-lab/contracts/services';
import type { TwinName } from '../../sweep/build/twins.ts';
import { twinNames } from '../../sweep/build/twins.ts';
import { idOf } from '../../sweep/cells/cells.ts';
import type { Cell, Grid } from '../../sweep/cells/cells.ts';
import { cellsBySeed, cellsNamed } from '../../sweep/cells/choice.ts';
import { gridNamed } from '../../sweep/cells/grids.ts';
import { pointNames } from '../../sweep/cells/points.ts';
import { parsedCommand } from '../parsed-command.ts';
import { allProtocols, protocolList } from '../protocol-list.ts';

/** One protocol, and those of its cells that are wanted. */
export interface Wanted {
  readonly grid: Grid;
  readonly cells: readonly Cell[];
}

export interface SweepCommand {
  readonly wanted: readonly Wanted[];
  readonly twin?: TwinName;
  readonly json: boolean;
  /** What a person types to have the same again. */
  readonly command: string;
}

interface Parsed {
  readonly protocols: readonly string[];
  readonly only: readonly string[];
  readonly some?: number;
  readonly seed: number;
  readonly twin?: TwinName;
  readonly json: boolean;
}

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
};

const help = `
A cell is a service, a point, a message, and /redelivery behind it: the process dies over the message, and again at
the point when it comes back. Under other protocols than the saga there is /away, too: it is not started again until the
others have ended the order without it, or have waited for it. A star stands for any; what is left out at the end is any, too.

Services:  ${serviceNames.join(', ')}
Points:    ${pointNames.join(', ')}
Protocols: ${allProtocols.join(', ')}

Example: npm run sweep -- --only payment-service/before-ack/ChargePayment
         npm run sweep -- --only '*/before-publish' --only '*/*/*/redelivery'
         npm run sweep -- --protocols 2pc,3pc --only '*/*/*/away'

Exit codes: 0 every cell is green, or blocked as its protocol promises; 1 one is red; 2 none is red, and one was not reached. With a twin: 0 every cell is
as the bug makes it; 1 one is not. 64 wrong command line; 69 something needed is missing; 70 a bug of this command; 78 wrong configuration.`;

const command = (newSeed: number): Command =>
  new Command('npm run sweep --')
    .description(
      'Kills every service at every point between two durable steps, over every message, and checks.',
    )
    .option(
      '--protocols <names>',
      'the ways to agree whose messages are swept, with commas between them, or all',
      protocolList,
      ['saga'],
    )
    .option(
      '--only <cell>',
      'only such cells; may be given several times',
      (one, all: string[]) => [...all, one],
      [],
    )
    .option('--some <cells>', 'only so many of each protocol, chosen by the seed', wholeNumber)
    .option('--seed <number>', 'chooses the same cells again', wholeNumber, newSeed)
    .addOption(new Option('--twin <name>', 'sweeps a build with a bug planted on purpose').choices(twinNames))
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText('after', help);

/** `newSeed`: unless one is given. @throws ExitError 64 for a bad command line (0 for --help). */
export const sweepOptions = (args: readonly string[], newSeed: number): SweepCommand => {
  const parsed = parse(args, newSeed);
  const { protocols, only, some, seed, twin, json } = parsed;
  const grids = protocols.map(gridNamed);
  for (const name of only) demandCells(grids, name);
  const wanted = grids.map((grid) => ({ grid, cells: chosenOf(grid, parsed) }));
  const words = [
    ...(protocols.join() === 'saga' ? [] : [`--protocols ${protocols.join()}`]),
    ...only.map((one) => `--only ${quoted(one)}`),
    ...(some === undefined ? [] : [`--some ${some} --seed ${seed}`]),
    ...(twin === undefined ? [] : [`--twin ${twin}`]),
  ];
  return {
    wanted: wanted.filter(({ cells }) => cells.length > 0),
    json,
    ...(twin !== undefined && { twin }),
    command: ['npm run sweep', ...(words.length > 0 ? ['--', ...words] : [])].join(' '),
  };
};

const chosenOf = ({ cells }: Grid, { only, some, seed, twin }: Parsed): readonly Cell[] => {
  // What a planted bug makes of an order while somebody is away, nobody has said.
  const known = twin === undefined ? cells : cells.filter(({ pass }) => pass !== 'away');
  const named =
    only.length === 0
      ? known
      : inOrder(
          known,
          only.flatMap((name) => cellsNamed(known, name)),
        );
  return some === undefined ? named : inOrder(known, cellsBySeed(named, some, seed));
};

const demandCells = (grids: readonly Grid[], name: string): void => {
  if (grids.some(({ cells }) => cellsNamed(cells, name).length > 0)) return;
  throw new ExitError(
    exitCodes.usage,
    `There is no cell ${name}. What services, points and messages there are: npm run sweep -- --help`,
  );
};

/** Each once, in the order of the grid. */
const inOrder = (cells: readonly Cell[], some: readonly Cell[]): readonly Cell[] => {
  const ids = new Set(some.map(idOf));
  return cells.filter((cell) => ids.has(idOf(cell)));
};

const parse = (args: readonly string[], newSeed: number): Parsed =>
  parsedCommand(command(newSeed), args).opts<Parsed>();
