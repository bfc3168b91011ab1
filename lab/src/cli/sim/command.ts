// What `npm run sim` may be told: to run seeds, to replay a schedule, or to keep one.
import { availableParallelism } from 'node:os';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { Command, InvalidArgumentError, Option } from 'commander';
import { allProtocols, protocolList } from '../protocol-list.ts';
import { wholeNumber } from '../whole-number.ts';
import { parsedCommand } from '../parsed-command.ts';

export interface RunCommand {
  readonly kind: 'run';
  /** How many; without it, until the minutes are over. */
  readonly seeds?: number;
  /** The first seed. */
  readonly from: number;
  readonly minutes?: number;
  readonly workers: number;
  readonly json: boolean;
  readonly twin?: string;
  /** Every run forgets what ended long ago. */
  readonly forgets?: true;
  /** Under which orders are placed, chosen by the seed; left out: all under the saga. */
  readonly protocols?: readonly string[];
}

export interface ReplayCommand {
  readonly kind: 'replay';
  readonly file: string;
  readonly story: boolean;
  readonly trace: boolean;
  readonly json: boolean;
}

export interface KeepCommand {
  readonly kind: 'keep';
  readonly file: string;
  /** What was wrong, for whoever reads it later. */
  readonly sentence: string;
  readonly json: boolean;
}

export type SimCommand = RunCommand | ReplayCommand | KeepCommand;

const SEEDS = 1_000;
const MOST_WORKERS = 256;

interface Parsed {
  readonly seeds?: number;
  readonly from?: number;
  readonly minutes?: number;
  readonly workers?: number;
  readonly twin?: string;
  readonly replay?: string;
  readonly keep?: string;
  readonly forgets: boolean;
  readonly protocols?: readonly string[];
  readonly story: boolean;
  readonly trace: boolean;
  readonly json: boolean;
}

const command = (): Command =>
  new Command('npm run sim --')
    .description(
      'Runs the whole system in a simulated world, once for each seed: the seed says what is ordered, what fails, and when.\nAfter each run all invariants are checked. A run that breaks one is made small, and kept as a file that replays it.',
    )
    .argument('[sentence]', 'with --keep: what was wrong')
    .option(
      '--seeds <number>',
      `how many seeds (default: ${SEEDS}, or without end if --minutes is given)`,
      wholeNumber(1),
    )
    .option('--from <seed>', 'the first seed (default: 1)', wholeNumber(0))
    .option('--minutes <number>', 'end after so long, even if there are seeds left', minutes)
    .option('--workers <number>', 'threads (default: one for each core)', wholeNumber(1, MOST_WORKERS))
    .option('--twin <name>', 'plant this bug; npm run twins lists them')
    .option(
      '--forgets',
      'every run has a retention, and forgets what ended long ago (else one in four)',
      false,
    )
    .option(
      '--protocols <list>',
      `under which ways to agree orders are placed: ${allProtocols.join(',')} or all (default: saga)`,
      protocolList,
    )
    .addOption(forOneFile('--replay <file>', 'run a schedule again'))
    .addOption(forOneFile('--keep <file>', 'keep a schedule as a regression test').conflicts('replay'))
    .option('--story', 'with --replay: the picture of the saga that it is about', false)
    .option('--trace', 'with --replay: every step as a line', false)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText('after', help);

const help = [
  '',
  'Examples: npm run sim -- --seeds 10000',
  '          npm run sim -- --minutes 480 --from 1000000',
  '          npm run sim -- --seeds 1000 --protocols all',
  '          npm run sim -- --replay reports/sim-17/schedule.json --story',
  '          npm run sim -- --keep reports/sim-17/schedule.json "A refund was paid twice"',
  '',
  'Exit codes: 0 everything holds; 1 a run is red; 2 it cannot be said; 64 wrong command line; 130 stopped by Ctrl-C.',
].join('\n');

const forOneFile = (flags: string, description: string): Option =>
  new Option(flags, description).conflicts([
    'seeds',
    'from',
    'minutes',
    'workers',
    'twin',
    'forgets',
    'protocols',
  ]);

const minutes = (text: string): number => {
  const number = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  if (number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0, such as 0.5 or 60.');
};

/** @throws ExitError 64 for a bad command line, 0 for --help. */
export const simCommand = (args: readonly string[]): SimCommand => {
  const parsed = parsedCommand(command(), args);
  return commandOf(parsed.opts<Parsed>(), parsed.args[0]);
};

const commandOf = (parsed: Parsed, sentence: string | undefined): SimCommand => {
  refuseWhatDoesNotFit(parsed, sentence);
  const { replay, keep, story, trace, json } = parsed;
  if (keep !== undefined) return keepOf({ file: keep, sentence, json });
  if (replay !== undefined) return { kind: 'replay', file: replay, story, trace, json };
  return runOf(parsed);
};

const refuseWhatDoesNotFit = ({ replay, keep, story, trace }: Parsed, sentence: string | undefined): void => {
  if (replay === undefined && (story || trace))
    throw usage(
      `${story ? '--story' : '--trace'} shows the run of one schedule: give its file with --replay.`,
    );
  if (keep === undefined && sentence !== undefined)
    throw usage(`"${sentence}" is a sentence for --keep, which was not given.`);
};

const keepOf = ({
  file,
  sentence = '',
  json,
}: Pick<KeepCommand, 'file' | 'json'> & { readonly sentence: string | undefined }): KeepCommand => {
  if (sentence.trim() === '')
    throw usage('--keep needs a sentence behind the file that says what was wrong, in quotes.');
  return { kind: 'keep', file, sentence: sentence.trim(), json };
};

const runOf = ({ seeds, from = 1, minutes: most, workers, ...parsed }: Parsed): RunCommand => {
  const number = seeds ?? (most === undefined ? SEEDS : undefined);
  return {
    kind: 'run',
    ...(number !== undefined && { seeds: number }),
    ...(most !== undefined && { minutes: most }),
    ...changesOf(parsed),
    from,
    workers: workers ?? availableParallelism(),
    json: parsed.json,
  };
};

/** What is otherwise than in the system as it is. */
const changesOf = ({
  twin,
  forgets,
  protocols,
}: Parsed): Pick<RunCommand, 'twin' | 'forgets' | 'protocols'> => ({
  ...(twin !== undefined && { twin }),
  ...(forgets && { forgets }),
  ...(protocols && { protocols }),
});

const usage = (why: string): ExitError =>
  new ExitError(exitCodes.usage, `${why} More: npm run sim -- --help`);
