// The command line of the nemesis.
import { typedPath } from '@saga-lab/launcher/command/typed-path';
import { allProtocols, protocolList } from '@saga-lab/lab/cli/protocol-list';
import { Command, InvalidArgumentError } from 'commander';
import { isKind, kindNames, kinds } from './kinds.ts';
import type { KindName } from './kinds.ts';

export interface CommandOptions {
  readonly minutes: number;
  readonly rate: number;
  readonly seed: number;
  readonly instances: number;
  /** Seconds. */
  readonly deadline: number;
  readonly faults?: readonly KindName[];
  /** Under which orders are placed, in turn; left out: all under the saga. */
  readonly protocols?: readonly string[];
  readonly report?: string;
  readonly json: boolean;
}

const number =
  (least: number, most: number, isWhole = true) =>
  (text: string): number => {
    const value = Number(text);
    const fits =
      text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
    if (!fits)
      throw new InvalidArgumentError(
        `It must be ${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}.`,
      );
    return value;
  };

const kindsIn = (text: string): readonly KindName[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isKind(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no fault ${unknown}, only: ${kindNames.join(', ')}.`);
  return [...new Set(names.filter(isKind))];
};

const pathAsTyped = (path: string): string => typedPath(path, process.env);

const helpOnFaults = (): string =>
  ['Faults:', ...kindNames.map((name) => `  ${name.padEnd(17)} ${kinds[name].words}`)].join('\n');

export const command = (): Command =>
  new Command('npm run nemesis --')
    .description(
      'Starts a system of its own, lets customers order, and does to it what the seed says: to links, processes, broker and messages. Then heals it, and has all of it judged.',
    )
    .option('--minutes <n>', 'how long orders are placed, and faults go on', number(0.2, 600, false), 3)
    .option('--rate <n>', 'customers a second', number(0.1, 500, false), 20)
    .option('--seed <n>', 'what all chance comes from (default: a new one)', number(1, 2 ** 31), newSeed())
    .option('--instances <n>', 'processes of each service', number(1, 5), 2)
    .option(
      '--deadline <s>',
      'how long a step may take until its saga is undone; on a busy machine longer, or too few complete',
      number(1, 600, false),
      15,
    )
    .option('--faults <list>', 'only these kinds, with commas between', kindsIn)
    .option(
      '--protocols <list>',
      `under which ways to agree orders are placed, in turn: ${allProtocols.join(',')} or all (default: saga)`,
      protocolList,
    )
    .option('--report <dir>', 'where the report goes (default: a new folder in reports/)', pathAsTyped)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText(
      'after',
      `\n${helpOnFaults()}\n\nExamples: npm run nemesis -- --minutes 3 --rate 20 --seed 7\n          npm run nemesis -- --protocols all --minutes 10 --rate 4 --deadline 40`,
    )
    .exitOverride();

const newSeed = (): number => 1 + Math.floor(Math.random() * 999_999);

/** @throws CommanderError, which has told the person already. */
export const optionsIn = (args: readonly string[]): CommandOptions =>
  command()
    .parse([...args], { from: 'user' })
    .opts<CommandOptions>();

/** What a person types to have the same again. */
export const commandLine = ({ faults, protocols, ...options }: CommandOptions): string =>
  [
    'npm run nemesis --',
    ...(['minutes', 'rate', 'seed', 'instances', 'deadline'] as const).map(
      (name) => `--${name} ${options[name]}`,
    ),
    ...(faults ? [`--faults ${faults.join(',')}`] : []),
    ...(protocols ? [`--protocols ${protocols.join(',')}`] : []),
  ].join(' ');
