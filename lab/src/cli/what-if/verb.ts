// `npm run lab -- what-if`, with its three kinds and their options.
import { userInfo } from 'node:os';
import { Argument, Command } from 'commander';
import { momentForms } from '../moment.ts';
import { on } from '../on-system.ts';
import { verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import type { Kind } from './asked.ts';
import { whatIf } from './what-if.ts';
import type { WhatIfOptions } from './what-if.ts';
import type { Thing } from '../../what-if/retroactive.ts';

export const whatIfVerb = (output: Output): Command =>
  new Command('what-if')
    .description('what would be, had something been otherwise; first it only shows that')
    .addHelpText('after', '\nExample: npm run lab -- what-if false stock lamp --version 3')
    .addCommand(
      withFigures(
        kindVerb(output, 'forgotten', {
          description: 'a price, a count or an amount that was so, and that nobody said',
          example: 'what-if forgotten stock lamp --valid-from -2h --unit-price 3000',
        }),
      ).requiredOption('--valid-from <moment>', `since when: ${momentForms}`),
    )
    .addCommand(
      withVersion(
        kindVerb(output, 'false', {
          description: 'what an operator said, and what was never so',
          example: 'what-if false stock lamp --version 3',
        }),
      ),
    )
    .addCommand(
      withFigures(
        withVersion(
          kindVerb(output, 'wrong', {
            description: 'what an operator said with other figures than it had in truth',
            example: 'what-if wrong account ada --version 2 --opening 5000',
          }),
        ),
      ),
    );

const kindVerb = (
  { print, say }: Output,
  kind: Kind,
  { description, example }: { readonly description: string; readonly example: string },
): Command =>
  verb(kind, description, example)
    .addArgument(new Argument('<thing>', 'what it is about').choices(['stock', 'account']))
    .argument('<id>', 'the SKU, or the customer')
    .option('--apply', 'record the corrections, and do not only show them', false)
    .option('--operator <name>', 'who does it; the history keeps it', userInfo().username)
    .option('--wait <seconds>', 'for sagas on their way, before it is judged, at most', wholeNumber(0), 10)
    .action((thing: Thing['kind'], id: string, options: VerbOptions & WhatIfOptions) =>
      print(
        options,
        'Deciding again',
        on(options, (one) => whatIf(one, { kind, thing: { kind: thing, id } }, options, say)),
      ),
    );

const withVersion = (command: Command): Command =>
  command.requiredOption('--version <version>', 'the version of the thing that this made', wholeNumber(1));

const withFigures = (command: Command): Command =>
  command
    .option('--on-hand <pieces>', 'how many pieces were put on hand in all', wholeNumber(0))
    .option('--unit-price <price>', 'of one piece, in minor units', wholeNumber(0, 100_000_000))
    .option('--opening <amount>', 'how much was paid in, in minor units', wholeNumber(0));
