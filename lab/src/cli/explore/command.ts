// What `npm run explore` may be told: which worlds, and which bug to plant in them.
import { Command, Option } from 'commander';
import { wholeNumber } from '../whole-number.ts';
import { parsedCommand } from '../parsed-command.ts';

export interface ExploreCommand {
  /** Only these; without it all, or all small ones. */
  readonly world?: readonly string[];
  readonly small: boolean;
  /** The bug to plant; its counterexample is shown. */
  readonly twin?: string;
  /** Leaves out orders of steps that make no difference. */
  readonly reduce: boolean;
  /** Gives a world up beyond so many states. */
  readonly mostStates?: number;
  /** Puts the figures into the page that tells of the worlds. */
  readonly write: boolean;
  readonly json: boolean;
}

const command = (): Command =>
  new Command('npm run explore --')
    .description(
      'Visits every state that a few sagas, or orders under another protocol, can get into with the real deciders: every order of\ndeliveries, with copies, crashes, losses, timeouts, cancellations, deaths and a network that splits. Checks all invariants in each\nstate, and that the end can be reached from each; and finds what is known to go wrong where a protocol promises no more.',
    )
    .option('--world <names...>', 'only these worlds (default: all)')
    .option('--small', 'only the small worlds: seconds instead of minutes', false)
    .addOption(
      new Option(
        '--twin <name>',
        'plant this bug in a decider, and show the shortest way to what goes wrong',
      ).conflicts(['world', 'small', 'reduce', 'mostStates', 'write']),
    )
    .option('--reduce', 'leave out orders of steps that make no difference (partial-order reduction)', false)
    .option('--most-states <number>', 'give a world up beyond so many states', wholeNumber(1))
    .addOption(
      new Option('--write', 'put the figures into docs/explorer.md').default(false).conflicts('reduce'),
    )
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText('after', help);

const help = [
  '',
  'Examples: npm run explore',
  '          npm run explore -- --small',
  '          npm run explore -- --world order two-late --reduce',
  '          npm run explore -- --twin "no tombstone"',
  '          npm run explore -- --world 2pc-blocked 3pc-cut',
  '',
  'Exit codes: 0 everything holds, and what is known to go wrong is found; 1 something is violated; 2 it cannot be said: there were too many states; 64 wrong command line.',
].join('\n');

/** @throws ExitError 64 for a bad command line, 0 for --help. */
export const exploreCommand = (args: readonly string[]): ExploreCommand =>
  parsedCommand(command(), args).opts<ExploreCommand>();
