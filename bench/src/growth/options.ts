// What `npm run bench:growth` may be told.
import { parsedCommand } from '@saga-lab/lab/cli/parsed-command';
import { Command, InvalidArgumentError, Option } from 'commander';
import { seriesNames } from './series.ts';
import type { SeriesName } from './series.ts';

export interface GrowthOptions {
  readonly only: readonly SeriesName[];
  readonly short: boolean;
  readonly record: boolean;
  readonly json: boolean;
}

const seriesIn = (text: string): readonly SeriesName[] =>
  text.split(',').map((one) => {
    const name = seriesNames.find((known) => known === one);
    if (name === undefined) throw new InvalidArgumentError(`They are: ${seriesNames.join(',')}.`);
    return name;
  });

const command = (): Command =>
  new Command('npm run bench:growth --')
    .description(
      'measures how the cost of a saga grows: with a long history, more instances, fewer articles, more lines an order, a backlog,\nan overload, a longer run, and with nothing to do. The whole of it takes most of an hour',
    )
    .option(
      '--only <series>',
      `some of these, with commas between: ${seriesNames.join(',')}`,
      seriesIn,
      seriesNames,
    )
    .option('--short', 'a tenth of everything: to see that it works, and not to learn figures', false)
    .addOption(
      new Option(
        '--record',
        'write what came out to bench/recorded-growth.json, for the documents; series that are not measured stay as they are there',
      )
        .default(false)
        .conflicts('short'),
    )
    .option('--json', 'print JSON only', false)
    .addHelpText(
      'after',
      '\nExample: npm run bench:growth -- --only backlog,overload\nExit codes: 0 measured; 64 wrong command line; 69 something needed is missing.',
    );

/** @throws ExitError 64 for a bad command line, 0 for --help. */
export const growthOptions = (args: readonly string[]): GrowthOptions =>
  parsedCommand(command(), args).opts<GrowthOptions>();
