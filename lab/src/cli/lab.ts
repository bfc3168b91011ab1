// `npm run lab -- <command>`: what an operator asks of this machine and of the running system.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { failed } from '@saga-lab/launcher/command/failed';
import { progressOn } from '@saga-lab/launcher/command/progress';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { painter, wantsColour } from '../show/paint.ts';
import { check } from './check/check.ts';
import type { CheckOptions } from './check/check.ts';
import { doctor } from './doctor/doctor.ts';
import type { Outcome } from './outcome.ts';
import { status } from './status/status.ts';

interface Options {
  readonly json: boolean;
  readonly dataDir?: string;
}

const progress = progressOn(process.stderr);

const print = async ({ json }: Options, what: string, work: Outcome | Promise<Outcome>): Promise<void> => {
  const { data, lines, exitCode } = await progress.during(what, Promise.resolve(work));
  const paint = painter(wantsColour(process.stdout, process.env));
  const text = json ? JSON.stringify(data, undefined, 2) : lines(paint).join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = exitCode;
};

const subcommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .option('--data-dir <path>', 'the data directory of the system (default: .data)');

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`);
  };

const program = new Command('npm run lab --')
  .description('Looks at this machine and at the running system, and changes nothing.')
  .addCommand(
    subcommand('doctor', 'what this machine has, what is missing, and how to get it').action(
      (options: Options) =>
        print(options, 'Looking at this machine', doctor(options.dataDir ?? defaultDataDir)),
    ),
  )
  .addCommand(
    subcommand('status', 'parts, queues, outboxes, sagas and dead letters of the running system').action(
      (options: Options) => print(options, 'Asking the running system', status(options.dataDir)),
    ),
  )
  .addCommand(
    subcommand('check', 'whether all orders, accounts and stock of the running system add up (I-1 to I-12)')
      .option('--limit <orders>', 'judge no more than so many, the newest', wholeNumber(1), 1_000)
      .option('--wait <seconds>', 'for sagas that are on their way, at most', wholeNumber(0), 10)
      .action((options: Options & CheckOptions) =>
        print(options, 'Checking the running system', check(options, progress.say)),
      ),
  );
// Otherwise a bad command line would end with exit code 1: violated.
for (const each of [program, ...program.commands]) each.exitOverride();

const usage = (error: unknown): unknown => {
  if (!(error instanceof CommanderError)) return error;
  // commander has printed its message already
  return new ExitError(error.exitCode === 0 ? exitCodes.holds : exitCodes.usage, '');
};

await program.parseAsync().catch((error: unknown) => failed(usage(error)));
