// `npm run lab -- compare`: the same order under each protocol.
import { Option } from 'commander';
import type { Command } from 'commander';
import { policies } from '@saga-lab/protocols/locks/policy';
import { columns } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import { compare } from './compare.ts';
import type { CompareOptions } from './played.ts';
import { namesAmong } from './names-among.ts';

export const compareVerb = ({ print, say }: Output): Command =>
  verb(
    'compare',
    'the same order under each protocol and the same fault: how it ends, what it costs, who waits; held against what each promises',
    'compare --protocols all --fault A --seed 7',
  )
    .addOption(
      new Option('--protocols <names>', 'only these, with commas between them')
        .argParser(namesAmong(columns.map(({ name }) => name)))
        .default(
          columns.map(({ name }) => name),
          'all',
        ),
    )
    .addOption(
      new Option('--fault <names>', 'what happens, with commas between them')
        .argParser(namesAmong(Object.keys(conditions)))
        .default(['none'], 'none'),
    )
    .option('--seed <number>', 'what chance there is comes from it', wholeNumber(1), 7)
    .addOption(
      new Option(
        '--locks <policy>',
        'who takes from a stock or an account beside whom (default: escrow, whoever finds enough)',
      ).choices(policies),
    )
    .option(
      '--real',
      'on RabbitMQ and MongoDB, started for it, instead of the simulator; takes minutes',
      false,
    )
    .option('--page <file>', 'write it as a page, too', pathAsTyped)
    .addHelpText('after', help)
    .action((options: VerbOptions & CompareOptions) =>
      print(options, 'Placing orders', compare(options, say)),
    );

const help = [
  '',
  'Faults:',
  ...Object.entries(conditions).map(([name, sentence]) => `  ${name.padEnd(8)} ${sentence}`),
  '  all      each of them',
  '',
  'Blocked and split are results as good as any other where they are promised: exit code 1 is for a cell that ends otherwise',
  'than its protocol promises.',
].join('\n');
