// `npm run lab -- why ID`, with its options.
import type { Command } from 'commander';
import { Option } from 'commander';
import { lab } from '../../client/lab.ts';
import { kinds } from '../../why/find.ts';
import { systemIn } from '../system-in.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { why } from './why.ts';
import type { WhyOptions } from './why.ts';

export const whyVerb = (print: Print): Command =>
  verb(
    'why',
    'why an order, a message, a SKU or a customer is as it is, and what it waits for',
    'why 4f1c09a2b7d3e855',
  )
    .argument('<id>', 'the id of an order, a message, a SKU or a customer')
    .addOption(new Option('--as <kind>', 'which of them it is, if several have that id').choices(kinds))
    .option('--picture', 'draw its saga below the sentences', false)
    .option('--svg <file>', 'draw its saga into a file', pathAsTyped)
    .action((id: string, options: VerbOptions & WhyOptions) =>
      print(options, 'Reading the histories', asked(id, options)),
    );

const asked = async (id: string, options: VerbOptions & WhyOptions) =>
  why(lab(await systemIn(options.dataDir)), id, options);
