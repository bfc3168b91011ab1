// `npm run lab -- rollback`, with its options.
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { momentForms } from '../moment.ts';
import { on } from '../on-system.ts';
import { verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import { rollback } from './rollback.ts';
import type { RollbackOptions } from './rollback.ts';

export const rollbackVerb = ({ print, say }: Output): Command =>
  verb(
    'rollback',
    'brings everything back to a moment, by commands; first it only shows how',
    'rollback --to -5m',
  )
    .requiredOption('--to <moment>', momentForms)
    .option('--apply', 'do it, and do not only show it', false)
    .option('--operator <name>', 'who does it; the history keeps it', userInfo().username)
    .option('--wait <seconds>', 'for orders to end or to be undone, at most', wholeNumber(0), 30)
    .action((options: VerbOptions & RollbackOptions) =>
      print(
        options,
        options.apply ? 'Rolling back' : 'Reading the histories',
        on(options, (one) => rollback(one, options, say)),
      ),
    );
