// What `npm run twins` may be told.
import { availableParallelism } from 'node:os';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { Command } from 'commander';
import type { PlantedBug } from '../../twins/planted.ts';
import { twinNamed, twins } from '../../twins/twins.ts';
import { wholeNumber } from '../whole-number.ts';
import { parsedCommand } from '../parsed-command.ts';

export interface TwinsCommand {
  readonly twins: readonly PlantedBug[];
  /** A bug that so many seeds do not show counts as not caught. */
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  /** Further schedules of each bug. */
  readonly more: number;
  readonly workers: number;
  readonly json: boolean;
  /** Keep the schedules, and write the page that is made of them. */
  readonly write: boolean;
  /** Only write the page. */
  readonly page: boolean;
  /** Only say which bugs there are. */
  readonly list: boolean;
}

const SEEDS = 1_000;
const MOST_WORKERS = 256;

interface Parsed extends Omit<TwinsCommand, 'twins'> {
  readonly only: readonly string[];
}

const command = (): Command =>
  new Command('npm run twins --')
    .description(
      'Plants one bug after the other in the simulated system, and runs seeds until each is caught. The run that\ncaught it is made small. Each bug takes one mechanism away: docs/why.md says what then happens.',
    )
    .option('--only <name...>', 'these bugs only (default: all)', [])
    .option('--list', 'say the names of all, and what each takes away', false)
    .option('--seeds <number>', 'how many seeds at most until a bug is caught', wholeNumber(1), SEEDS)
    .option('--from <seed>', 'the first seed', wholeNumber(0), 1)
    .option(
      '--workers <number>',
      'threads (default: one for each core)',
      wholeNumber(1, MOST_WORKERS),
      availableParallelism(),
    )
    .option(
      '--more <number>',
      'so many further schedules of each bug: other seeds may show it by other faults',
      wholeNumber(0),
      0,
    )
    .option('--write', 'keep the schedules, and write docs/why.md', false)
    .option('--page', 'write docs/why.md from the schedules that are kept, without a search', false)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText('after', help);

const help = [
  '',
  'Examples: npm run twins',
  '          npm run twins -- --only "no inbox" "sweeper off"',
  '          npm run twins -- --write',
  '',
  'Exit codes: 0 every bug is caught; 1 one is not; 64 wrong command line; 130 stopped by Ctrl-C.',
].join('\n');

/** @throws ExitError 64 for a bad command line, 0 for --help. */
export const twinsCommand = (args: readonly string[]): TwinsCommand => {
  const { only, ...parsed } = parsedCommand(command(), args).opts<Parsed>();
  return { ...parsed, twins: only.length === 0 ? twins : only.map(known) };
};

const known = (name: string): PlantedBug => {
  const twin = twinNamed(name);
  if (twin) return twin;
  throw new ExitError(
    exitCodes.usage,
    `There is no bug "${name}" to plant. These are: npm run twins -- --list`,
  );
};
